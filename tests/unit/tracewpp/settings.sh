#!/usr/bin/env bash
# A project file, an ini file, scanned headers and options say the same things in other words; the
# generated files follow them, and name everything they were made from.
. "$(dirname "$0")/common.sh"

cat >"$work/x.c" <<'END'
#include "X.tmh"
void f(int i);
void f(int i)
{
	FromProject(2, F, "%!kind! %d", i, i);
	FromScan(F, "%d", i);
	FromIni(F, ("%d", i));
	FromOption("%d", i);
	FromSdk(F, "%!mode!", i);
}
END
cat >"$work/Scanned.h" <<'END'
typedef enum kind { KIND_A = 4, KIND_B } kind_t;
// begin_wpp config
// FUNC FromScan{LEVEL=3}(FLAGS,
//                        MSG, ...);   // over two lines
// CUSTOM_TYPE(kind, ItemEnum(kind));
// end_wpp
END
printf '// FUNC NotThis(MSG, ...);\nFUNC FromIni{LEVEL=2}(FLAGS, (MSG, ...));\n' >"$work/localwpp.ini"
mkdir "$work/sdk"
cat >"$work/sdk/Scanned_too.h" <<'END'
#include <modes.h>
// begin_wpp config
// FUNC FromSdk{LEVEL=3}(FLAGS, MSG, ...);
// CUSTOM_TYPE(mode, ItemEnum(_mode));
// end_wpp
END
echo 'enum _mode { ModeOff, ModeOn };' >"$work/sdk/modes.h"
cat >"$work/x.vcxproj" <<'END'
<Project><ItemGroup><ClCompile Include="x.c">
  <WppEnabled>true</WppEnabled>
  <WppRecorderEnabled>true</WppRecorderEnabled>
  <WppPreprocessorDefinitions>MINE=1;THEIRS=2</WppPreprocessorDefinitions>
  <WppTraceFunction>FromProject(LEVEL,FLAGS,MSG,...);%(WppTraceFunction)</WppTraceFunction>
  <WppScanConfigurationData Condition="'$(Configuration)'=='Debug'">.\scanned.h</WppScanConfigurationData>
  <WppAdditionalOptions>-km -scan:"$(SDK)\$(VERSION)\Scanned_Too.h" -func:FromOption{LEVEL=4,FLAGS=F}(MSG,...) %(WppAdditionalOptions)</WppAdditionalOptions>
</ClCompile></ItemGroup></Project>
END

mkdir "$work/out"
"$tracewpp" -odir:"$work/out" -depfile:"$work/out/d" -I:"$work/sdk" -vcxproj:"$work/x.vcxproj" "$work/x.c" || fail "the project"
[ -e "$work/out/X.tmh" ] || fail "the file is not named as it is included"
for name in 'F.x.c(5)' 'F.x.c(6)' 'F.x.c(7)' 'F.x.c(8)' 'F.x.c(9)'; do
	grep -qF "\"$name\"" "$work/out/X.tmh" || fail "$name is missing"
done
grep -qF '{ "KIND_B", (long long)(5) }' "$work/out/X.tmh" || fail "the enum's values are not read"
for text in '{ "ModeOn", (long long)(1) }' '#define MINE 1' '#define THEIRS 2' '#define ENABLE_WPP_RECORDER 1' \
	'DRVTRACE_LOG_NAME(DRVTRACE_FIRST(WPP_RECORDER_LEVEL_FLAGS_ARGS(LEVEL, FLAGS)))'; do
	grep -qF "$text" "$work/out/X.tmh" || fail "$text is missing"
done
for input in x.c Scanned.h Scanned_too.h modes.h localwpp.ini x.vcxproj; do
	grep -q "$input" "$work/out/d" || fail "$input is not in the depfile"
done

# Make and ninja read a name to its first blank.
mkdir "$work/a folder"
quoted="${work// /\\ }/a\\ folder"
echo '#include "s.tmh"' >"$work/a folder/s.c"
"$tracewpp" -odir:"$work/a folder" -depfile:"$work/d" "$work/a folder/s.c" || fail "a folder with a blank"
grep -qF "$quoted/s.tmh: " "$work/d" || fail "the depfile breaks what it makes at a blank"
grep -qxF " $quoted/s.c" "$work/d" || fail "the depfile breaks what was read at a blank"

# The same again changes nothing, so nothing is compiled again.
touch -d '2001-01-01' "$work/out/X.tmh"
"$tracewpp" -odir:"$work/out" -I:"$work/sdk" -vcxproj:"$work/x.vcxproj" "$work/x.c"
[ -z "$(find "$work/out/X.tmh" -newermt 2002-01-01)" ] || fail "an unchanged file is written anew"

# And by options alone.
"$tracewpp" -odir:"$work/out" -km -func:'FromProject(LEVEL,FLAGS,MSG,...)' -scan:"$work/scanned.h" \
	-I:"$work/sdk" -scan:"$work/sdk/scanned_too.h" -DMINE=1 -D:THEIRS=2 -D:ENABLE_WPP_RECORDER=1 \
	-ini:"$work/localwpp.ini" -func:'FUNC FromOption{LEVEL=4,FLAGS=F}(MSG,...)' "$work/x.c"
[ -z "$(find "$work/out/X.tmh" -newermt 2002-01-01)" ] || fail "options say something else than the project"
