#!/bin/sh
# How many times a second a template of some twenty lines renders, beside DotLiquid (from NuGet) in the same process, round
# by round in turn. Both must give the same text. The last line is the ratio of the medians: above 1, ours is the faster.
set -eu
home=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
dotnet run --project "$home/benchmarks/templates" --configuration Release
