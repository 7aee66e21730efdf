#!/usr/bin/env python3
"""check.py [ROOT]: holds the tree to its rules, those that a compiler does not check.

Prints each violation as "file:line: text" and exits with 1 when there is one. The layers are data,
in the file beside this one.
"""

import os
import re
import sys

TEXT = (".c", ".h", ".cpp", ".hpp", ".txt", ".cmake", ".md", ".py", ".sh", ".json", ".in", ".1",
        ".3", ".7", ".inf", ".inx")
CODE = (".c", ".h", ".cpp", ".hpp")
SKIPPED = {".git", "build"}

# Headers of libraries that only some layers may use.
GUARDED = ("lttng/", "babeltrace2/", "elfutils/", "libelf.h", "gelf.h", "dwarf.h", "json-c/",
           "cmocka.h")
# Where headers are found that are included in <>.
INCLUDE_FOLDERS = ("tracelib/include/", "drivers/framework/include/", "drivers/samples/toyport/")

# Only the command prints, and only programs end. A sink of babeltrace2 prints its report.
LIBRARIES = ("tracelib/src/", "viewer/")
PROGRAMS = ("viewer/cli/",)
SINKS = ("viewer/plugin/",)
FORBIDDEN = re.compile(r"\b(printf|vprintf|puts|putchar|perror|exit|_exit|_Exit|abort)\s*\(|"
                       r"\b(stdout|stderr)\b")

INCLUDE = re.compile(r'^\s*#\s*include\s+([<"])([^>"]+)[>"]')
RULE = re.compile(r'^\s*\{\s*"([a-z0-9-]+)",\s*RULE_', re.MULTILINE)


def files_below(root):
    for folder, folders, names in os.walk(root):
        folders[:] = sorted(f for f in folders
                            if f not in SKIPPED and not f.startswith("build-"))
        for name in sorted(names):
            path = os.path.relpath(os.path.join(folder, name), root)
            if not os.path.islink(os.path.join(root, path)):
                yield path


def read(root, path):
    with open(os.path.join(root, path), encoding="utf-8", errors="replace") as file:
        return file.read()


def without_comments(text):
    """The same lines, with comments and the insides of strings blanked."""
    def blank(match):
        found = match.group(0)
        if found[0] in "\"'":
            return found[0] + " " * (len(found) - 2) + found[0]
        return re.sub(r"[^\n]", " ", found)

    return re.sub(r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'', blank, text,
                  flags=re.DOTALL)


def read_layers(path):
    layers = {}
    with open(path, encoding="utf-8") as file:
        for line in file:
            words = line.split("#")[0].split()
            if words:
                layers[words[0]] = [w for w in words[1:] if w != "-"]
    return layers


def layer_of(path, layers):
    fitting = [folder for folder in layers if path.startswith(folder + "/")]
    return max(fitting, key=len) if fitting else None


def resolve(root, path, quoted, header):
    """What an include means: a path in this tree, or the header's name as it stands."""
    beside = os.path.normpath(os.path.join(os.path.dirname(path), header))
    if quoted and os.path.exists(os.path.join(root, beside)):
        return beside
    if os.path.exists(os.path.join(root, header)):
        return header
    for folder in INCLUDE_FOLDERS:
        if os.path.exists(os.path.join(root, folder + header)):
            return folder + header
    return header


def is_ours(root, header):
    return os.path.exists(os.path.join(root, header))


def may_include(root, layers, layer, target):
    if target.startswith(layer + "/") and layer_of(target, layers) == layer:
        return True
    if any(target == a or a.endswith("/") and target.startswith(a) for a in layers[layer]):
        return True
    return not is_ours(root, target) and not target.startswith(GUARDED)


def check_layers(root, path, text, layers):
    layer = layer_of(path, layers)
    if layer is None:
        yield 1, "lies in no folder that tests/style/layers names"
        return
    for number, line in enumerate(text.splitlines(), 1):
        match = INCLUDE.match(line)
        if match:
            target = resolve(root, path, match.group(1) == '"', match.group(2))
            if not may_include(root, layers, layer, target):
                yield number, f"{layer} may not include {target}"


def check_libraries(path, text):
    if not path.startswith(LIBRARIES) or path.startswith(PROGRAMS):
        return
    for number, line in enumerate(without_comments(text).splitlines(), 1):
        match = FORBIDDEN.search(line)
        if match and not (match.group(2) == "stdout" and path.startswith(SINKS)):
            yield number, f"a library uses {match.group(1) or match.group(2)}"


def check_header(text):
    if not text.lstrip().startswith("/*"):
        yield 1, "a header begins with a comment that says what it is"
    # A header that must not have it says why.
    if not re.search(r"^#pragma once$|No `#pragma once`: ", text, re.MULTILINE):
        yield 1, "a header needs #pragma once"


def first_include(root, path):
    for match in map(INCLUDE.match, read(root, path).splitlines()):
        if match:
            return resolve(root, path, match.group(1) == '"', match.group(2))
    return None


def check_own_header_first(root, path):
    own = os.path.splitext(path)[0] + ".h"
    if path.startswith("tests/") or not path.endswith(".c") or not os.path.exists(os.path.join(root, own)):
        return
    first = first_include(root, path)
    # Or the folder's internal header, which then includes it first.
    if first and os.path.basename(first) == "internal.h":
        first = first_include(root, first)
    if first and first != own:
        yield 1, f"includes its own header, {own}, first"


def check_spaces(text):
    for number, line in enumerate(text.split("\n"), 1):
        if line != line.rstrip():
            yield number, "white space at the end of the line"
    if text and not text.endswith("\n"):
        yield text.count("\n") + 1, "the last line does not end"


def check_rules(root):
    source, readme, contracts = "viewer/lifetime/rules.c", "drivers/README.md", "tests/contract"
    if not all(os.path.exists(os.path.join(root, path)) for path in (source, readme, contracts)):
        return
    text, listed = read(root, source), read(root, readme)
    if not RULE.search(text):
        yield source, 1, "no rule was found in the table"
    for match in RULE.finditer(text):
        rule = match.group(1)
        line = text.count("\n", 0, match.start(1)) + 1
        if f"`{rule}`" not in listed:
            yield source, line, f"rule {rule} has no line in {readme}"
        if not os.path.isdir(os.path.join(root, contracts, rule)):
            yield source, line, f"rule {rule} has no folder in {contracts}"


def check_file(root, path, layers):
    text = read(root, path)
    if not path.startswith("tests/traces/"):
        yield from check_spaces(text)
    if not path.endswith(CODE):
        return
    yield from check_layers(root, path, text, layers)
    yield from check_libraries(path, text)
    yield from check_own_header_first(root, path)
    if path.endswith((".h", ".hpp")):
        yield from check_header(text)


def main():
    here = os.path.dirname(os.path.abspath(__file__))
    root = os.path.abspath(sys.argv[1]) if len(sys.argv) > 1 else os.path.join(here, "../..")
    layers = read_layers(os.path.join(here, "layers"))
    found = [(path, line, text)
             for path in files_below(root) if path.endswith(TEXT) or path.endswith(CODE)
             for line, text in check_file(root, path, layers)]
    found += check_rules(root)
    for path, line, text in found:
        print(f"{path}:{line}: {text}")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
