#!/usr/bin/env bash
# wpp-corpus.sh FOLDER [BUILD]: reads every Windows driver below FOLDER with tracewpp, each by the
# settings of its project file, and says which share of its messages was understood, how many were
# not for which reason, and which texts with %!...! in a file that uses WPP belong to no message
# found: none may be lost without a word. BUILD is the build folder (build/dev). Run it by hand.
set -u
here=$(cd "$(dirname "$0")/.." && pwd)
folder=${1:?usage: wpp-corpus.sh FOLDER [BUILD]}
tool=$(realpath "${2:-$here/build/dev}")/tracelib/tracewpp/tracewpp
exec perl - "$folder" "$tool" "$here/drivers/framework/include" <<'PERL'
use strict;
use warnings;
use File::Basename;
use File::Find;

my ($folder, $tool, $headers) = @ARGV;
my (@projects, %is_user, %lines, %covered, %reasons, %seen_error, %messages, %failed_sites);

sub slurp { my ($path) = @_; open my $file, '<:raw', $path or return ''; local $/; return <$file> // ''; }

find({ no_chdir => 1, wanted => sub {
	push @projects, $File::Find::name if /\.vcxproj$/i;
	return if !/\.(c|cc|cpp|cxx|h|hpp)$/i;
	$is_user{$File::Find::name} = 1 if slurp($File::Find::name) =~ /^\s*#\s*include\s*["<][^">]*\.tmh/mi;
} }, $folder);

# A path as the file system has it: Windows does not care about case.
my %by_lower = map { lc($_) => $_ } keys %is_user;
sub simplified {
	my ($path) = @_;
	$path =~ s,\\,/,g;
	$path =~ s,/\./,/,g;
	1 while $path =~ s,[^/]+/\.\./,,;
	return $by_lower{lc $path} // $path;
}

sub run {
	my (@arguments) = @_;
	my $command = join ' ', map { my $a = $_; $a =~ s/'/'\\''/g; "'$a'" } $tool, '-count', "-I:$headers", @arguments;
	my $errors = "/tmp/wpp-corpus.$$";
	my @output = split /\n/, `$command 2>$errors`;
	push @output, split /\n/, slurp($errors);
	unlink $errors;
	for my $line (@output) {
		if ($line =~ /^(.*):(\d+)-(\d+): (\S+)$/) {
			my $path = simplified($1);
			$messages{"$path:$2"} = $4;
			$lines{$path}{$_} = 1 for $2 .. $3;
		} elsif ($line =~ /^(.*): (\d+) messages, (\d+) errors$/) {
			$covered{simplified($1)} = 1;
		} elsif ($line =~ /^(.*):(\d+):(\d+): error: (.*)$/) {
			my ($path, $number, $text) = (simplified($1), $2, $4);
			next if $seen_error{"$path:$number:$text"}++;
			$failed_sites{"$path:$number"} = $text;
		} elsif ($line !~ /No such file/) {
			$reasons{"note: $line"}++;
		}
	}
}

for my $project (sort @projects) {
	my $text = slurp($project);
	my @sources = grep { $is_user{$_} } map { simplified(dirname($project) . "/$_") }
		map { split /\s*;\s*/ } $text =~ /<Cl(?:Compile|Include)[^>]*Include="([^"]+)"/g;
	run("-vcxproj:$project", @sources) if @sources;
}
# Files that no project lists: all of a folder together, with the project beside them.
my (%rest, %beside);
$beside{dirname($_)} = $_ for @projects;
push @{$rest{dirname($_)}}, $_ for grep { !$covered{$_} } sort keys %is_user;
for my $below (sort keys %rest) {
	my $above = $below;
	$above = dirname($above) while !$beside{$above} && length $above > length $folder;
	run("-I:$below", $beside{$above} ? "-vcxproj:$beside{$above}" : (), @{$rest{$below}});
}

# What a project could not read another one may have: the file is in several.
delete $failed_sites{$_} for grep { $messages{$_} } keys %failed_sites;
for my $site (sort keys %failed_sites) {
	my $reason = $failed_sites{$site};
	print "$site: $reason\n";
	$reason =~ s/'[^']*'|\b\d+\b/N/g;
	$reasons{$reason}++;
}

my $lost = 0;
for my $path (sort keys %is_user) {
	my $text = slurp($path);
	my $number = 0;
	$text =~ s{/\*.*?\*/}{my $c = $&; $c =~ s/[^\n]//g; $c}gse;
	for my $line (split /\n/, $text) {
		$number++;
		next if $line =~ m,^\s*(//|#|\\),  || $line !~ /"[^"]*%![A-Za-z0-9_]+!/;
		next if $lines{$path}{$number};
		next if grep { $failed_sites{"$path:$_"} } $number - 6 .. $number + 1;
		print "$path:$number: belongs to no message found\n";
		$lost++;
	}
}

my ($good, $bad) = (scalar keys %messages, scalar keys %failed_sites);
printf "%6d %s\n", $reasons{$_}, $_ for sort { $reasons{$b} <=> $reasons{$a} } keys %reasons;
printf "files with WPP %d, messages %d, understood %d (%.2f %%), not understood %d, unnoticed %d\n",
	scalar keys %is_user, $good + $bad, $good, 100 * $good / ($good + $bad || 1), $bad, $lost;
exit($bad * 200 > $good + $bad || $lost ? 1 : 0);
PERL
