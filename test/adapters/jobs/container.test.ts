import { chmod, readFile, writeFile } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { missingHere } from "../../../action/adapters/jobs/missing-here.ts";
import type { LocalReport } from "../../../action/core/jobs/run-report.ts";
import type { Production } from "../../../action/core/production/production.ts";
import { aRequest, aStep, type Draft, valid } from "../../core/a-production.ts";
import { aFolder, runLocally } from "./a-local-run.ts";

const image = `docker://registry.example/software@sha256:${"0".repeat(64)}`;
const inImage = (run: string, more: Draft = {}): Production =>
  valid(
    aRequest({
      defaults: { sites: ["LAPTOP"], container: image },
      steps: { simulate: aStep({ out: ["out.txt"], jobs: 1, run, ...more }) },
    }),
  ).production;

/**
 * In the place of the real program, which `npm run compare-engines -- podman` runs: it takes options as the manual has them, notes
 * what it was asked for, and runs the command with the environment that was given and no other.
 */
const standIn = async (name: "apptainer" | "podman", before = ""): Promise<string> => {
  const dir = await aFolder();
  const file = join(dir, name);
  await writeFile(
    file,
    `#!/bin/bash
printf '%s\\n' "$@" >${dir}/asked
env >${dir}/own
${before}
shift # exec or run
given=()
while [ $# -gt 0 ]; do
  case $1 in
    --env) given+=("$2"); shift 2 ;;
    --workdir | --pwd) cd "$2"; shift 2 ;;
    --pidfile) echo $BASHPID >"$2"; shift 2 ;;
    --pid) [ ${name} = podman ] && shift; shift ;;
    --bind | --volume | --network | --log-driver | --security-opt | --userns | --entrypoint) shift 2 ;;
    -*) shift ;;
    *) break ;;
  esac
done
[ ${name} = podman ] && set -- "$1" sh "\${@:2}"
exec env -i PATH="$PATH" "\${given[@]}" "\${@:2}"
`,
  );
  await chmod(file, 0o755);
  vi.stubEnv("PATH", [dir, process.env["PATH"]].join(delimiter));
  onTestFinished(() => void vi.unstubAllEnvs());
  return dir;
};

const only = async (production: Production): Promise<LocalReport> => {
  const state = (await runLocally(production))[0]?.state;
  if (state?.kind !== "ran" || state.reports[0] === undefined) throw new Error("it did not run");
  return state.reports[0];
};

test.each(["apptainer", "podman"] as const)(
  "%s runs the job in its folder, with the environment of a job and no variable of SHREK's process",
  async (name) => {
    const dir = await standIn(name);
    vi.stubEnv("SECRET_TOKEN", "do-not-tell");

    const report = await only(inImage("env | sort >out.txt; pwd >>out.txt"));

    expect(report.end).toEqual({ kind: "finished" });
    const made = await readFile(report.outputs[0]?.path ?? "", "utf8");
    const asked = (await readFile(join(dir, "asked"), "utf8")).split("\n");
    const folder = made.trimEnd().split("\n").at(-1) ?? "";
    expect(made).toContain(`HOME=${folder}\n`);
    expect(made).not.toContain("do-not-tell");
    expect(await readFile(join(dir, "own"), "utf8")).not.toContain("do-not-tell");
    expect(asked).toContain(name === "podman" ? image.slice("docker://".length) : image);
    expect(asked).toContain(`${folder}:${folder}`);
    expect(report.used.cpuSeconds).toBeDefined();
  },
);

test("A container that does not start is reported as such, with the end of its log", async () => {
  await standIn("podman", "echo 'Error: no such image' >&2; exit 125");

  const { end } = await only(inImage("true"));

  expect(end).toMatchObject({
    kind: "failed",
    stage: "stage-in",
    words: "The container did not start; the log says why.",
    tail: ["Error: no such image"],
  });
});

test("A payload that fails in a container has the exit code that it has outside", async () => {
  await standIn("podman");

  expect((await only(inImage("exit 3"))).end).toMatchObject({ kind: "failed", stage: "payload", exitCode: 3 });
});

test("A folder of CVMFS is an image for apptainer only, and a missing image or program is reported", async () => {
  const [step] = inImage("true").steps;
  if (step === undefined) throw new Error("no step");
  const folder = { ...step, container: "/cvmfs/images.example/software" };

  const none = await missingHere([step], []);
  const podman = await missingHere([folder], [{ kind: "podman", path: "/usr/bin/podman" }]);

  expect(none).toEqual([
    `simulate runs in the container ${image}. Neither apptainer nor podman is installed here: install one of them (packages apptainer and podman).`,
  ]);
  expect(podman[0]).toContain(
    "It is a folder, which apptainer alone runs, and apptainer is not installed here: install it",
  );
  expect(podman[1]).toContain("/cvmfs/images.example, which is not mounted here");
});
