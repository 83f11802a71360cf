import { describe, expect, test } from "vitest";
import { codes } from "./a-payload.ts";

type Around = Parameters<typeof codes>[1];
const end = "touch hits.tar\n";
const macros = { "sim.C": "void sim(int nEvents = 0, int seed = 0) {}\n" };
const seeded: Around = { step: { jobs: 10, seed: {}, eventsPerJob: 100 } };
const ten: Around = { step: { jobs: 10 } };
const fourFiles: Around = { reads: { output: "x.root", filesPerJob: 4 } };

/** Of the problems that each has, the one that it is about. */
const wrong: readonly (readonly [code: string, run: string, around?: Around])[] = [
  ["seed-by-chance", `root -b "sim.C(100,$RANDOM)"\n${end}`, { ...ten, files: macros }],
  ["seed-by-chance", "gen4 --seed $RANDOM --out hits.tar\n", ten],
  ["seed-by-chance", "gen4 --seed $(date +%s) --out hits.tar\n", ten],
  ["seed-by-chance", "gen4 -s $$ --out hits.tar\n", ten],
  ["seed-by-chance", 'seed=$(od -An -N4 -tu4 /dev/urandom)\ngen4 "$seed" hits.tar\n', ten],
  ["unset-variable", `root -b "sim.C(100,$SLURM_ARRAY_TASK_ID)"\n${end}`, { ...ten, files: macros }],
  ["not-a-program", `root -b "sim.C(100,$(Process))"\n${end}`, { ...ten, files: macros }],
  ["not-a-program", `setenv X 1\n${end}`],
  ["not-a-program", `source /opt/sphenix/core/bin/sphenix_setup.csh\n${end}`],
  ["exit-status-ignored", "bash run.sh\n", { files: { "run.sh": "root -b x | tee log\ntest -e hits.root\n" } }],
  ["exit-status-ignored", `set +e\nroot -b x\necho done\nif [ $? -ne 0 ]; then exit 1; fi\n${end}`],
  ["exit-status-ignored", `f() { local x=$(root -b x); echo $x; }\nf\n${end}`],
  ["exit-status-ignored", `export x=$(root -b x)\necho $x\n${end}`],
  ["exit-status-ignored", `bash -c 'root -b x; ls'\n${end}`],
  ["exit-status-ignored", `for i in 1 2; do root -b x$i || continue; done\n${end}`],
  ["exit-status-ignored", `find . -name '*.root' -exec root -b {} \\;\n${end}`],
  ["fails-at-end", `${end}[ -s core ] && rm core\n`],
  ["fails-at-end", `${end}[[ -s core ]] && rm core\n`],
  ["fails-at-end", `${end}grep -q ERROR log && exit 1\n`],
  ["result-in-folder", "mkdir -p output\ngen4 --out output/hits.tar\n"],
  ["result-in-folder", "mkdir -p output\ngen4 >output/hits.tar\n"],
  ["result-in-folder", "mkdir -p output\ngen4 -o x\nmv x output/hits.tar\n"],
  ["result-in-folder", "mkdir -p d\ncd d\ngen4 >hits.tar\n"],
  ["home-path", `source $HOME/setup.sh\n${end}`],
  ["home-path", `cp /sphenix/user/ada/cal.root .\n${end}`],
  ["home-path", `cp /direct/sphenix+u/ada/cal.root .\n${end}`],
  ["home-path", `cp /gpfs/mnt/gpfs02/sphenix/user/ada/cal.root .\n${end}`],
  ["home-path", `cp /eos/user/a/ada/cal.root .\n${end}`],
  ["shared-file-name", `${end}cp hits.tar /sphenix/lustre01/sphnxpro/$tag-$version/hits.tar\n`, ten],
  ["wrong-expansion", 'merger "${before[*]}" -o hits.tar\n', fourFiles],
  ["macro-not-found", `apptainer exec --bind /cvmfs img.sif root -b Sim.C\n${end}`, { files: macros }],
  ["script-not-found", `mpirun -n 4 python Run.py\n${end}`, { files: { "run.py": "print(1)\n" } }],
  ["macro-arguments", `root -b "sim.C($uniqueId,$nEvents)"\n${end}`, { ...seeded, files: macros }],
  ["variable-not-expanded", "gen4 --in {input} >hits.tar\n"],
  ["seed-by-chance", `root -b "sim.C(100,$((RANDOM*32768+RANDOM)))"\n${end}`, { ...ten, files: macros }],
  ["seed-by-chance", `n=$RANDOM\nroot -b "sim.C(100,$n)"\n${end}`, { ...ten, files: macros }],
  ["seed-by-chance", "SEED=$((RANDOM + 1))\ngen4 --seed $SEED --out hits.tar\n", ten],
  ["seed-by-chance", 's=$(date +%N)\ngen4 --seed "$s" --out hits.tar\n', ten],
  ["seed-by-chance", "printf -v seed %d $((RANDOM))\ngen4 --seed $seed --out hits.tar\n", ten],
  ["seed-by-chance", "((seed = RANDOM))\ngen4 --seed $seed --out hits.tar\n", ten],
  ["seed-by-chance", 'echo "seed = $RANDOM" >>card\ngen4 card >hits.tar\n', ten],
  ["seed-by-chance", 'sed -i "s/SEED/$RANDOM/" card\ngen4 card >hits.tar\n', { ...ten, files: { card: "SEED\n" } }],
  ["seed-by-chance", "gen4 --seed $(python3 -c 'import random; print(random.randint(1,9))') --out hits.tar\n", ten],
  ["seed-by-chance", "gen4 --seed $(openssl rand 4 | od -An -tu4) --out hits.tar\n", ten],
  ["variable-not-expanded", 'gen4 "$before" --card a_{step}.card >hits.tar\n', fourFiles],
  ["variable-not-expanded", "gen4 --seed {uniqueId} -n {nEvents} >hits.tar\n", seeded],
  ["variable-not-expanded", "gen4 >x_{uniqueId}.root\nmv x* hits.tar\n", seeded],
  ["variable-not-expanded", "file=DST_{segment:5}.root\ngen4 $file >hits.tar\n"],
  ["variable-not-expanded", 'gen4 {before} >hits.tar\necho "$before"\n', fourFiles],
  ["home-path", `cp /star/u/ada/cal.root .\n${end}`],
  ["home-path", `cp /Users/ada/cal.root .\n${end}`],
  ["home-path", `cp root://eosuser.example.org//eos/user/a/ada/cal.root .\n${end}`],
  ["home-path", "gen4 --calib=~ada/cal.root >hits.tar\n"],
  ["shared-file-name", `${end}xrdcp hits.tar root://server.example.org//store/hits.tar\n`, ten],
  ["shared-file-name", `gen4 -o /sphenix/lustre01/out/hits.root\n${end}`, ten],
  ["confusable-character", "gen4 --seed\u2009$uniqueId >hits.tar\n", seeded],
  ["confusable-character", "gen4 \u2212\u2212seed $uniqueId >hits.tar\n", seeded],
];

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
];
const ofOthers: readonly string[] = ["not-executable", "seed-overlap", "identical-jobs"];

describe("right payloads", () => {
  test.each(right.map(([run, around]) => [run, around] as const))(
    "The lint has nothing to say of the payload %j",
    (run, around) => {
      expect(codes(run, around).filter((code) => !ofOthers.includes(code))).toEqual([]);
    },
  );
});
