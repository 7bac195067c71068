#!/bin/sh
# The quarter that ended last, as in 2022Q3; of today, or of the date given as YYYY-MM.
set -eu
today=${1:-$(date +%Y-%m)}
year=${today%%-*}
month=${today#*-}
month=${month%%-*}
quarter=$(( (${month#0} - 1) / 3 ))
[ "$quarter" -gt 0 ] || { quarter=4; year=$((year - 1)); }
echo "${year}Q${quarter}"
