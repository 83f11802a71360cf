import { hostOfLeaf } from "./dst-types.ts";
import type { OldRule } from "./read-rules.ts";
import { type ScriptArgument, scriptArguments } from "./stand-ins.ts";

/** What a name at sphenixprod begins with: `DST_CALO_run3oo_pro001_pcdb001_v001`, for combining with the leaf of a host. */
export const nameOf = (rule: OldRule, type = rule.dsttype): string => `${type}_${rule.dataset}_${tripletOf(rule)}`;

export const tripletOf = ({ build, dbtag, version }: OldRule): string =>
  `${build.replaceAll(".", "")}_${dbtag}_v${String(version).padStart(3, "0")}`;

/** The commands of a job: what sphenixprod would have found in databases, then the script with its own arguments. */
export const rulePayload = (rule: OldRule, nevents: number): readonly string[] => {
  const isRaw = rule.type.reads.kind === "raw";
  const name = nameOf(rule, isRaw ? `${rule.dsttype}_\${leaf}` : rule.dsttype);
  return [
    "export SPHENIXPROD_SCRIPT_PATH=$PWD",
    ...(isRaw ? rawLists(rule) : [`printf '%s\\n' "\${dst[@]}" | tee infile.list >infile_paths.list`]),
    `outbase=${name}`,
    isRaw
      ? `printf -v logbase '%s-%08d-00000' "$outbase" "$run"`
      : `printf -v logbase '%s-%08d-%05d' "$outbase" "$run" "$segment"`,
    ...callOf(rule, nevents, isRaw),
    ...(rule.type.rollsOver === true || /rollover/.test(rule.script) ? [] : ownNames(rule)),
    "# PanDA wants each output of each job, also where the script makes no such files.",
    ...["HIST", ...(isRaw ? ["CALIB"] : [])].map((kind) => `ls >${kind}_files.txt`),
  ];
};

/** A file for each host, with the trigger's beside it. */
const rawLists = ({ type: { reads } }: OldRule): readonly string[] => {
  const leaves = reads.kind === "raw" ? reads.hosts : [];
  const isOfTwo = leaves.some((leaf) => leaf !== hostOfLeaf(leaf));
  return [
    `leaf=$(grep -oE '${isOfTwo ? "ebdc[0-9]{2}(_[01])?|intt[0-9]|mvtx[0-9]" : "seb[0-9]{2}"}' <<<"$stream")`,
    ...(isOfTwo
      ? ["case $leaf in ebdc39) ;; ebdc??) leaf=${leaf}_0 ;; esac", "daqhost=${leaf%_0}", "daqhost=${daqhost/_1/:1}"]
      : ["daqhost=$leaf"]),
    `printf '%s\\n' "\${raw[@]}" >"$daqhost.list"`,
    `printf '%s\\n' "\${gl1[@]}" >gl1daq.list`,
  ];
};

const callOf = (rule: OldRule, nevents: number, isRaw: boolean): readonly string[] => {
  const { reads } = rule.type;
  const types = reads.kind === "files" ? reads.types : [];
  const given: Readonly<Record<ScriptArgument, string>> = {
    buildarg: '"$build"',
    dataset: rule.dataset,
    intriplet: rule.intriplet,
    dsttype: types.length === 1 ? (types[0] ?? "") : "all",
    run: '"$run"',
    seg: isRaw ? "0" : '"$segment"',
    daqhost: isRaw ? '"$daqhost"' : "dummy",
    inputs: isRaw ? (rule.seg0Only ? "seg0fromdb" : "allsegsfromdb") : "dbinput",
    nevents: String(nevents),
    outdir: ".",
    histdir: ".",
    outbase: '"$outbase"',
    neventsper: String(rule.neventsper),
    dbtag: '"$conditions"',
    logbase: '"$logbase"',
    logdir: ".",
    condor_rsync: "none",
  };
  const words = scriptArguments.map((name) => given[name]);
  return [`./${rule.script} ${words.slice(0, 8).join(" ")} \\`, `  ${words.slice(8).join(" ")}`];
};

/** The files of a job get the names that the request gives them: names at PanDA say run and segment in their own way. */
const ownNames = ({ dsttype, type: { also = [] } }: OldRule): readonly string[] => [
  `mv "$logbase.root" ${dsttype}.root`,
  ...also.map((other) => `mv "\${logbase/${dsttype}/${other}}.root" ${other}.root`),
];
