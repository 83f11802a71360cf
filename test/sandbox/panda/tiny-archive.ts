import { gzipSync } from "node:zlib";
import { packTar } from "modern-tar";

/** A tar.gz of text files, as an upload. */
export const tinyArchive = async (files: Readonly<Record<string, string>>): Promise<Uint8Array<ArrayBuffer>> => {
  const tar = await packTar(
    Object.entries(files).map(([name, body]) => ({
      header: { name, size: Buffer.byteLength(body), type: "file", mode: 0o644, mtime: new Date(0) },
      body,
    })),
  );
  return new Uint8Array(gzipSync(tar));
};

const args = (outputs: string, rest: string): string =>
  `--outputs ${outputs} ${rest} --maxAttempt 3 --memory 500 --site SANDBOX --avoidVP --noBuild -y`;

/** Signal and background make events, pileup mixes one signal with five backgrounds, merge takes three files a job. */
export const pileUp: Readonly<Record<string, string>> = {
  "workflow.cwl": `cwlVersion: v1.2
class: Workflow
inputs: []
outputs: { outDS: { type: string, outputSource: merge/outDS } }
steps:
  signal:
    run: prun
    in:
      opt_exec: { default: "bash make.sh signal.txt %RNDM:100" }
      opt_args: { default: "${args("signal.txt", "--nJobs 3")}" }
    out: [outDS]
  background:
    run: prun
    in:
      opt_exec: { default: "bash make.sh background.txt %RNDM:500" }
      opt_args: { default: "${args("background.txt", "--nJobs 10")}" }
    out: [outDS]
  pileup:
    run: prun
    in:
      opt_inDS: { source: signal/outDS }
      opt_inDsType: { default: signal.txt }
      opt_secondaryDSs: { source: [background/outDS] }
      opt_secondaryDsTypes: { default: [background.txt] }
      opt_exec: { default: "bash pileup.sh %RNDM:0 %IN %IN2" }
      opt_args: { default: "${args("pileup.txt", "--nFilesPerJob 1 --secondaryDSs IN2:5:%{SECDS1} --reusableSecondary IN2")}" }
    out: [outDS]
  merge:
    run: prun
    in:
      opt_inDS: pileup/outDS
      opt_inDsType: { default: pileup.txt }
      opt_exec: { default: "bash merge.sh %IN" }
      opt_args: { default: "${args("merged.txt", "--nFilesPerJob 3")}" }
    out: [outDS]
`,
  "inputs.yaml": "{}\n",
  "make.sh": 'echo "seed $2" > "$1"\n',
  "pileup.sh": 'set -e\n{ echo "job $1"; cat "$2"; IFS=,; for f in $3; do cat "$f"; done; } > pileup.txt\n',
  "merge.sh": "set -e\nIFS=,\ncat $1 > merged.txt\n",
};

/** One step that does nothing of interest. */
export const oneStep = (
  change: { readonly args?: string; readonly exec?: string; readonly extra?: string } = {},
): Readonly<Record<string, string>> => ({
  "workflow.cwl": `cwlVersion: v1.2
class: Workflow
inputs: []
outputs: []
steps:
  only:
    run: prun
    in:
      opt_exec: { default: ${JSON.stringify(change.exec ?? "echo hi > o.txt")} }
      opt_args: { default: ${JSON.stringify(change.args ?? "--outputs o.txt --site SANDBOX --noBuild -y")} }
${change.extra ?? ""}    out: [outDS]
`,
  "inputs.yaml": "{}\n",
});
