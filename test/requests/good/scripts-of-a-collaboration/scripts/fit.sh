#!/usr/bin/env bash
set -eo pipefail

nevents=${1}
name=${2}
inputs=(`echo ${3} | tr "," " "`)
globaltag=${4}
flavour=${5}
all="${inputs[@]}"
ends=( $nevents ${name} )
unused=$(date +%s)

export USER="$(id -u -n)"
hostname

finish() {
  echo "ended by a signal"
  exit 3
}
trap finish TERM INT KILL

echo nevents:   $nevents
echo inputs:    ${inputs[@]}
echo first:     $inputs
echo ends:      ${#ends[@]}
echo "flavour:\t$flavour, of $(echo $name | tr a-z A-Z)"
echo "all of "$all" are read"
echo $(uname -a)

rm -f files.list
for input in ${inputs[@]}; do
  ls $input >> files.list
done
for line in `cat files.list`; do
  echo Fit of $line >> fit.log
  echo by $(echo $USER) >> fit.log
  date >> fit.log
done
number=`cat files.list | wc -l`
calos=$(ls | grep calo | wc -l) || true
half=$(( $number / 2 ))
echo $half and more of $calos >> fit.log

root.exe -q -b scripts/Fit.C\(${nevents},\"files.list\",\"${name}.root\",\"${globaltag}\"\)
touch ${name}.root

find . -name *.tmp
for histogram in `ls *.log`; do
  echo $histogram has `wc -c < $histogram` bytes
done
echo The newest is `ls -t *.log | head -1`
