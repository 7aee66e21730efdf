#!/usr/bin/env python3
"""report.py head | row RESULT | json NAME=NUMBER... ROW...: the benchmarks' results, readable.

A result is three files: RESULT.row (title, peer, unit, ratio, target, a line each), RESULT.samples
(ours and the peer's, a line a round), and RESULT.skipped with the reason when there are none.
"""

import json
import os
import re
import statistics
import sys


def read(path):
    with open(path, encoding="utf-8") as file:
        return file.read()


def load(result):
    title, peer_title, unit, ratio, target = read(result + ".row").splitlines()
    row = {"name": os.path.basename(result), "title": title, "peer": peer_title, "unit": unit,
           "ratio_is": ratio, "target": target or None}
    if os.path.exists(result + ".skipped"):
        row["skipped"] = read(result + ".skipped").strip()
        return row

    samples = [[float(number) for number in line.split()]
               for line in read(result + ".samples").splitlines()]
    row["ours_samples"] = [ours for ours, _ in samples]
    row["peer_samples"] = [peer for _, peer in samples]
    row["ours_median"] = statistics.median(row["ours_samples"])
    row["peer_median"] = statistics.median(row["peer_samples"])
    row["ratio"] = eval(ratio, {}, {"ours": row["ours_median"], "peer": row["peer_median"]})
    if target:
        comparison, limit = re.fullmatch(r"(<=|>=) (\S+)", target).groups()
        row["is_met"] = (row["ratio"] <= float(limit) if comparison == "<="
                         else row["ratio"] >= float(limit))
    return row


COLUMNS = "%-44s %12s %12s %-4s %8s  %-8s %s"


def print_line(*columns):
    print((COLUMNS % columns).rstrip())
    sys.stdout.flush()


def print_head():
    print_line("measured", "ours", "peer", "", "ratio", "target", "")


def print_row(row):
    if "skipped" in row:
        print_line(row["title"], "-", "-", row["unit"], "-", row["target"] or "",
                   "skipped: " + row["skipped"])
    else:
        print_line(row["title"], "%.3f" % row["ours_median"], "%.3f" % row["peer_median"],
                   row["unit"], "%.3f" % row["ratio"], row["target"] or "",
                   {True: "met", False: "not met", None: ""}[row.get("is_met")])


def main(arguments):
    if arguments[0] == "head":
        print_head()
    elif arguments[0] == "row":
        print_row(load(arguments[1]))
    else:
        report = {"schema": "drvtrace.bench/2"}
        report.update((name, int(number)) for name, number in
                      (argument.split("=") for argument in arguments[1:] if "=" in argument))
        report["rows"] = [load(argument) for argument in arguments[1:] if "=" not in argument]
        json.dump(report, sys.stdout, indent=1)
        print()


main(sys.argv[1:])
