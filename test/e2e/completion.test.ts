import { execFile } from "node:child_process";
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, onTestFinished, test } from "vitest";
import { root } from "../../scripts/demo/scene.ts";
import { missingShells } from "../../scripts/shells.ts";
import { copyScene } from "./stand.ts";
import { shrekWarm } from "./warm/start.ts";

/** A clone with a ledger, in which a person types; `called` takes down the words with which `shrek` was called. */
const aClone = async (): Promise<string> => {
  const dir = await mkdtemp(join(tmpdir(), "shrek-completion-"));
  onTestFinished(() => rm(dir, { recursive: true, force: true }));
  const { clone } = await copyScene(dir, ["toy-pileup", "run3-calo"], "--baseline");
  await mkdir(join(clone, "empty-folder"));
  await writeFile(join(clone, "shrek"), `#!/bin/sh\nexec "${process.execPath}" "${join(root, "dist/cli.js")}" "$@"\n`);
  await chmod(join(clone, "shrek"), 0o755);
  return clone;
};

/** Starts of shells without what their owner set; fish would ask the terminal things that nobody answers here. */
const begins = {
  bash: { file: "begin", text: "PS1=; ", start: "bash --noprofile --rcfile begin -i" },
  zsh: { file: ".zshrc", text: "PS1=; autoload -Uz compinit; compinit -u -D\n", start: "zsh -i" },
} as const;

/** Lines typed into a shell with a terminal, the key TAB as \t. Completion asks the real program. */
const typed = async (shell: "bash" | "zsh", ...lines: readonly string[]): Promise<readonly string[]> => {
  const dir = await aClone();
  const { file, text, start } = begins[shell];
  const catching = `source <(command shrek completion ${shell}); shrek() { echo "$*" >>called; }\n`;
  await writeFile(join(dir, file), `${text}${catching}`);
  const work = promisify(execFile)("script", ["-qec", start, "/dev/null"], {
    cwd: dir,
    env: {
      PATH: `${dir}:${process.env["PATH"] ?? ""}`,
      HOME: dir,
      ZDOTDIR: dir,
      TERM: shell === "bash" ? "dumb" : "vt100",
    },
    timeout: 120_000,
  });
  work.child.stdin?.end(`${lines.join("\n")}\nexit\n`);
  await work;
  return (await readFile(join(dir, "called"), "utf8"))
    .trimEnd()
    .split("\n")
    .map((line) => line.trimEnd());
};

/** What fish offers for each line: its own answers, without the words beside each. */
const offered = async (dir: string, lines: readonly string[]): Promise<readonly string[]> => {
  const asked = lines.map((line) => `complete -C '${line}'`).join("; ");
  const { stdout } = await promisify(execFile)(
    "fish",
    ["--no-config", "-c", `command shrek completion fish | source; ${asked}`],
    {
      cwd: dir,
      env: { PATH: `${dir}:${process.env["PATH"] ?? ""}`, HOME: dir, TERM: "dumb" },
    },
  );
  return stdout.split("\n").flatMap((one) => (one === "" ? [] : [one.split("\t")[0] ?? ""]));
};

/** A command, a folder with others beside it, a version behind a character at which bash breaks words, and a file name. */
const lines = ["shrek pl\t prod\tr\tf\t", "shrek files sP26a-toy-pileup@\t", "shrek nothing-like-it emp\t"];
const called = ["plan productions/run3-calo/fitting", "files sP26a-toy-pileup@1.0.0", "nothing-like-it empty-folder/"];

/** A shell that is not here has no test; `npm test` names it, and .ci/run installs it. */
const [zsh, fish] = (["zsh", "fish"] as const).map((shell) =>
  missingShells().includes(shell)
    ? (): void => undefined
    : (title: string, body: () => Promise<void>) => test(title, body),
) as [Named, Named];
type Named = (title: string, body: () => Promise<void>) => void;

test("bash completes commands, folders, versions and file names of shrek", async () => {
  expect(await typed("bash", ...lines)).toEqual(called);
});

test("All supported shells are installed where every test must run", () => {
  expect(process.env["SHREK_ALL_SHELLS"] === undefined ? [] : missingShells()).toEqual([]);
});

zsh("zsh completes commands, versions and file names of shrek", async () => {
  // Zsh takes the slash behind a folder away again when the line is sent.
  expect(await typed("zsh", "shrek pl\t", ...lines.slice(1))).toEqual([
    "plan",
    ...called.slice(1).map((line) => line.replace(/\/$/, "")),
  ]);
});

fish("fish offers folders, versions and file names of shrek", async () => {
  const dir = await aClone();

  expect(
    await offered(dir, ["shrek plan productions/r", "shrek files sP26a-toy-pileup@", "shrek nothing-like-it emp"]),
  ).toEqual([
    "productions/run3-calo/combining",
    "productions/run3-calo/fitting",
    "sP26a-toy-pileup@1.0.0",
    "empty-folder/",
  ]);
});

test("shrek proposes commands, flags, values, folders, tags, versions and sites that begin as a word does", async () => {
  const clone = await aClone();
  const proposedIn = async (dir: string, ...words: readonly string[]) =>
    (await shrekWarm(dir, ["completion", "--", ...words])).stdout.split("\n").filter((line) => line !== "");
  const proposed = (...words: readonly string[]) => proposedIn(clone, ...words);

  expect(await proposed("pl")).toEqual(["plan"]);
  expect(await proposed("ledger", "veri")).toEqual(["verify"]);
  expect(await proposed("plan", "--as", "")).toEqual(["prun", "cwl", "native"]);
  expect(await proposed("plan", "productions/run3-calo/fitting", "--as", "cw")).toEqual(["cwl"]);
  expect(await proposed("upgrade", "--wh")).toEqual(["--whole"]);
  expect(await proposed("offline", "SAND")).toEqual(["SANDBOX"]);
  expect(await proposed("status", "sP26a-t")).toEqual(["sP26a-toy-pileup"]);
  expect(await proposed("files", "sP26a-toy-pileup@")).toEqual(["sP26a-toy-pileup@1.0.0"]);
  expect(await proposed("plan", "")).toEqual([
    "productions/run3-calo/combining",
    "productions/run3-calo/fitting",
    "productions/toy-pileup",
  ]);
  expect(await proposedIn(join(clone, "productions"), "plan", "t")).toEqual(["toy-pileup"]);
  expect(await proposed("plan", "--j")).toEqual(["--json"]);
  expect(await proposed("plan", "$(touch x)")).toEqual([]);
  expect(await proposed("retry", "me")).toEqual(["memory="]);
  expect(await proposed("withdraw", "keep", "sP26a-t")).toEqual(["sP26a-toy-pileup"]);
  expect(await proposed("withdraw", "")).toEqual([
    "keep",
    "drop",
    "run3oo_calo_pro001_pcdb001",
    "run3oo_events_pro001_pcdb001",
    "sP26a-toy-pileup",
  ]);
  expect(await proposed("completion", "")).toEqual(["bash", "zsh", "fish"]);
  expect(await proposedIn(tmpdir(), "plan", "")).toEqual([]);
  expect(await proposedIn(tmpdir(), "status", "")).toEqual([]);
});
