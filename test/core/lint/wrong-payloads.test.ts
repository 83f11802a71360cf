import { describe, expect, test } from "vitest";
import { codes } from "./a-payload.ts";
import { type Around, callOf, card, end, fourFiles, macros, seeded, ten, wrong } from "./wrong-payloads.ts";

describe("wrong payloads", () => {
  test.each(wrong.map(([code, run, around]) => [code, run, around] as const))(
    "The lint reports %s of the payload %j",
    (code, run, around) => {
      expect(codes(run, around)).toContain(code);
    },
  );
});

/** Each near to a wrong one, and what people write. */
const right: readonly (readonly [run: string, around?: Around])[] = [
  [`let n=5*2\necho "$n"\n${end}`],
  [`n=$(printf %05d "$job")\nm=$((10#$n + 1))\necho $m $((0755))\n${end}`],
  [`t=$(echo "1.5 * 2" | bc)\necho $t\n${end}`],
  [`cat >card <<'EOF'\nseed = $uniqueId\nEOF\nenvsubst <card >run.card\ngen4 run.card hits.tar\n`, ten],
  [`cat >run.py <<'EOF'\nprint("$uniqueId")\nEOF\npython3 run.py hits.tar\n`, ten],
  ["gen4 >x\nsed -e 's/a$/b/' -e '$d' x >hits.tar\n"],
  [`export A=5 B=6\n${end}`],
  [`! grep -q x /etc/hosts\n${end}`],
  ["rm -f hits.tar\ntar cf hits.tar /etc/hosts\n"],
  [`${end}rm -f *_tmp.tar\n`],
  ['nice -n 5 gen4 --seed "$uniqueId" -n "$nEvents" --out hits.tar\n', seeded],
  ['timeout -k 10 3600 gen4 --seed "$uniqueId" -n "$nEvents" --out hits.tar\n', seeded],
  ['apptainer exec -B /cvmfs img.sif gen4 --seed "$uniqueId" -n "$nEvents" --out hits.tar\n', seeded],
  [`root -b <<END\n.x sim.C($nEvents, $uniqueId)\nEND\n${end}`, { ...seeded, files: macros }],
  [`echo ".x sim.C($nEvents, $uniqueId)" | root -b\n${end}`, { ...seeded, files: macros }],
  ['seed=$(( $uniqueId + 5 ))\ngen4 --seed $seed -n "$nEvents" --out hits.tar\n', seeded],
  ['let seed=uniqueId+5\ngen4 --seed $seed -n "$nEvents" --out hits.tar\n', seeded],
  ['declare -i seed=uniqueId+5\ngen4 --seed $seed -n "$nEvents" --out hits.tar\n', seeded],
  ['seed=$(echo "$uniqueId + 5" | bc)\ngen4 --seed $seed -n "$nEvents" --out hits.tar\n', seeded],
  [`root -b "sim.C($nEvents,$uniqueId)"\n${end}`, { ...seeded, files: macros }],
  [`rootls x.root || true\n${end}`],
  [`sleep $((RANDOM % 60))\n${end}`],
  [`work=$(mktemp -d)\necho "$work" $(date +%s)\n${end}`],
  [`export PYTHONPATH=$(python3 -c 'import sys; print(sys.path[0])')\n${end}`],
  [`find . -name '*.root' -exec ls {} \\;\n${end}`],
  [`bash -ec 'root -b x; ls'\n${end}`],
  [`set +e\nroot -b x\nstatus=$?\necho done\nset -e\n${end}[ "$status" -eq 0 ]\n`],
  [`${end}[ -s core ] && rm core\ntest -s hits.tar\n`],
  [`${end}test -s hits.tar && echo good\n`],
  [`${end}if [ -s core ]; then rm core; fi\n`],
  ["mkdir -p output\ngen4 --out output/hits.tar\nmv output/hits.tar .\n"],
  ["mkdir -p output\ngen4 --out output/hits.tar\n./collect\n", { files: { collect: "#!/bin/bash\ncp output/* .\n" } }],
  [`export HOME=$PWD\nmkdir -p "$HOME/.config"\n${end}`],
  [`${end}cp hits.tar /sphenix/lustre01/sphnxpro/$tag/hits_$uniqueId.tar\n`, { step: { jobs: 10 } }],
  ["awk '{run} {print}' x >hits.tar\n"],
  ['merger "${before[@]}" -o hits.tar\n', fourFiles],
  ['echo "${before[*]}"\nmerger "${before[@]}" -o hits.tar\n', fourFiles],
  ['work=job_$RANDOM\nmkdir -p "$work"\ngen4 --out hits.tar --seed "$uniqueId" -n "$nEvents" --in "$work"\n', seeded],
  ['start=$(date +%s)\ngen4 --seed "$uniqueId" -n "$nEvents" >hits.tar\necho "seed took $(date +%s)" $start\n', seeded],
  [`work=$(mktemp -d)\nroot -b "sim.C($nEvents,$uniqueId)" "$work"\n${end}`, { ...seeded, files: macros }],
  [`cp a_{b,c}.root d{1..3}.root .\n${end}`],
  ["template='x_{step}.root'\ngen4 \"${template/\\{step\\}/$step}\" >hits.tar\n"],
  [`source /cvmfs/users/setup.sh\nsource /opt/u/setup.sh\n${end}`],
  [`${end}xrdcp hits.tar "root://server.example.org//store/$tag-$version-$uniqueId.tar"\n`, ten],
  ['echo "Größe – fertig … 5 µm"\ntouch hits.tar\n'],
  ["gen4 -o hits.tar || { cat log; exit 3; }\n"],
  ["rc=0\ngen4 -o hits.tar || rc=$?\nls -l\nexit $rc\n"],
  ["if ! gen4 -o hits.tar; then echo bad; exit 1; fi\n"],
  ["if gen4 -o hits.tar; then echo good; else exit 1; fi\n"],
  ["trap 'rm -f tmp' EXIT\ngen4 -o hits.tar\n"],
  ["set +o pipefail\nls | head -1\nset -o pipefail\ngen4 -o hits.tar | tee log\n"],
  ["gen4 -o hits.tar >log\n[ -s log ] && cat log\n"],
  ["gen4 -o hits.tar | tee log\ngrep -q 'all done' log\n"],
  ["gen4 -o hits.tar >log\nn=$(grep -c ERROR log || true)\necho $n\n"],
  ["gen4 -o hits.tar >log\n! grep -q ERROR log\n"],
  ["gen4 -o hits.tar >log\nif grep -q ERROR log; then exit 1; fi\n"],
  ["n=0\nn=$((n + 1))\n((++n))\ngen4 $n -o hits.tar\n"],
  ["n=1\n((n++))\ngen4 $n -o hits.tar\n"],
  ['start=$PWD\ncd /tmp\ngen4 >x\nmv x "$start/hits.tar"\n'],
  ["mkdir -p out\ngen4 -o hits.tar\nmv hits.tar out/\nmv out/hits.tar .\n"],
  ["cp /tmp/hits.tar .\n"],
  [`root -b "sim.C($nEvents,\\"x.root\\",$pt,$uniqueId)"\n${end}`, callOf({ parameters: { pt: 5 } })],
  [`root -b "sim.C($nEvents,\\"x.root\\",TMath::Pi(),(int)$uniqueId)"\n${end}`, callOf({})],
  [`root -b "sim.C($nEvents,\\"x.root\\",kTRUE,$uniqueId%1000)"\n${end}`, callOf({})],
  ["gen4 -o hits.tar >log 2>&1\n"],
  ["gen4 -o a.root & pid=$!; gen4 -o b.root; wait $pid\nhadd hits.tar a.root b.root\n"],
  [`root -b "sim.C($nEvents,\\"x.root\\",1.0,$uniqueId)"\ntar cf hits.tar x.root\n`, callOf({})],
  ["gen4 -o a1.root\ntar cf hits.tar a2.root\n"],
  ["mkdir -p out\necho x >out/a.txt\ntar cf hits.tar out\n"],
  ['sed -e "s|__SEED__|$uniqueId|g;s|__N__|$nEvents|" card >c2\ngen4 c2 hits.tar\n', card("__SEED__ __N__\n")],
  ['sed -i "s/^seed.*/seed = $uniqueId/" card\ngen4 card -n $nEvents hits.tar\n', card("seed = 5\n")],
  ['sed -i "s/A/BB/;s/BB/$uniqueId/" card\ngen4 card -n $nEvents hits.tar\n', card("A\n")],
  ["rootls -t hits.tar || echo no list\ntouch hits.tar\n"],
  [`. \${PROD_SCRIPTS}/prepare.sh\ngen4 "$run" -o hits.tar\n`],
  ["export HOME=/sphenix/u/$USER\ngen4 -o hits.tar\n"],
  ["date=5\ngen4 $(date) $date -o hits.tar\n"],
  ["root=5\ngen4 $(root) $root -o hits.tar\n"],
];
/** Seeds that differ from job to job, that nobody counts on, or of jobs that have data of their own. */
const rightSeeds: typeof right = [
  ["gen4 --seed $((uniqueId % 900000000)) --out hits.tar\n", ten],
  ["gen4 --run $((uniqueId / 100)) --seed $((uniqueId % 100)) --out hits.tar\n", ten],
  [`if (( uniqueId % 100 == 0 )); then echo "seed"; fi\ngen4 --seed "$uniqueId" --out hits.tar\n`, ten],
  ['gen4 --seed 30007 --procnum="$job" --nproc=10 --out hits.tar\n', ten],
  ["gen4 --seed 30007 --stream $((uniqueId + 5)) --out hits.tar\n", ten],
  ["gen4 --seed 12345 --out hits.tar\n"],
  ["gen4 --seed 0 --stream $uniqueId --out hits.tar\n", ten],
  ['reco --seed 12345 "${before[@]}" -o hits.tar\n', fourFiles],
  ['gen4 --seed "$uniqueId" --max-seed 900000000 --out hits.tar\n', ten],
  ["awk -v seed=\"$uniqueId\" 'BEGIN { srand(seed); print rand() }' >hits.tar\n", ten],
  ['python3 -c "import random; random.seed($uniqueId); print(random.random())" >hits.tar\n', ten],
  ['seed=$((1000 + uniqueId))\ngen4 --seed "$seed" --out hits.tar\n', ten],
  ['echo "Random:seed = $uniqueId" >>card\ngen4 card >hits.tar\n', { ...ten, files: { card: "Random:seed = 1\n" } }],
  ['sed -i "s/^seed.*/seed = $uniqueId/" card\ngen4 card >hits.tar\n', { ...ten, files: { card: "seed = 5\n" } }],
  ["gen4 --seed $uniqueId card >hits.tar\n", { ...ten, files: { card: "/random/setSeeds 1 2\n" } }],
  [
    `root -b "sim.C($nEvents,$uniqueId)"\n${end}`,
    { ...seeded, files: { "sim.C": "void sim(int nEvents, int seed)\n{\n  TRandom3 r(42);\n  r.SetSeed(seed);\n}\n" } },
  ],
  ["# was: gen4 --seed 12345; srand(1)\ngen4 --seed $uniqueId >hits.tar\n", ten],
];

const ofOthers: readonly string[] = ["not-executable", "identical-jobs"];

describe("right payloads", () => {
  test.each([...right, ...rightSeeds].map(([run, around]) => [run, around] as const))(
    "The lint has nothing to say of the payload %j",
    (run, around) => {
      expect(codes(run, around).filter((code) => !ofOthers.includes(code))).toEqual([]);
    },
  );
});
