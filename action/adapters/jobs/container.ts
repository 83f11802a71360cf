import { constants, existsSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";
import { Failure } from "../../core/problems/failure.ts";
import { shellQuote } from "../../core/render/shell-quote.ts";
import { mayAccess } from "../disk/may-access.ts";
import type { JobToRun } from "./job-to-run.ts";

/** A program of this machine that runs a command in an image. */
export type ContainerTool = { readonly kind: "apptainer" | "podman"; readonly path: string };

/** apptainer first, as PanDA's pilot does; singularity is its older name and takes the same options. */
const programs = [
  { name: "apptainer", kind: "apptainer" },
  { name: "singularity", kind: "apptainer" },
  { name: "podman", kind: "podman" },
] as const;

/** Those of PATH, best first. */
export const containerTools = async (): Promise<readonly ContainerTool[]> => {
  const found: ContainerTool[] = [];
  for (const { name, kind } of programs)
    for (const folder of (process.env["PATH"] ?? "").split(delimiter)) {
      const path = join(folder, name);
      if (folder === "" || !(await mayAccess(path, constants.X_OK))) continue;
      found.push({ kind, path });
      break;
    }
  return found;
};

/** An unpacked image, a folder as CVMFS has them, is run by apptainer alone. */
export const toolFor = (tools: readonly ContainerTool[], image: string): ContainerTool | undefined =>
  tools.find(({ kind }) => kind === "apptainer" || !isFolder(image));

const isFolder = (image: string): boolean => image.startsWith("/");

/** What a job executes: the command, in the image that its step names. Throws where nothing here can run that. */
export const inEnvironment = (
  tools: readonly ContainerTool[],
  image: string | undefined,
  dir: string,
  command: string,
): Pick<JobToRun, "command" | "inImage"> => {
  if (image === undefined) return { command };
  const tool = toolFor(tools, image);
  if (tool === undefined)
    throw new Failure(`No program on this machine runs the container ${image}.`, {
      wayOut: "Install apptainer, or for an image of a registry podman.",
    });
  const [pid, times] = [join(dir, ".tmp/pid"), join(dir, ".tmp/times")];
  const inside = `(${command}\n); code=$?; times >${shellQuote(times)}; exit $code`;
  const how = { program: tool.path, image, dir, inside };
  return tool.kind === "podman"
    ? { command: byPodman({ ...how, pid }), inImage: { pid, times } }
    : { command: byApptainer(how), inImage: { times } };
};

type InImage = {
  readonly program: string;
  readonly image: string;
  readonly dir: string;
  /** What the shell of the image executes. */
  readonly inside: string;
};

/** Options as its manual has them. Its processes are children of ours, and end with them. */
const byApptainer = ({ program, image, dir, inside }: InImage): string =>
  commandLine([
    ...[program, "exec", "--cleanenv", "--no-home", "--pid", "--pwd", dir],
    ...sharedFolders(dir).flatMap((bind) => ["--bind", bind]),
    ...environmentIn(dir).flatMap((variable) => ["--env", variable]),
    ...[isFolder(image) ? image : `docker://${registryName(image)}`, "sh", "-c", inside],
  ]);

/**
 * A container of podman is no child of the command that starts it, and would outlive it. So a process in the container
 * reads a pipe that the command holds open, and when the pipe closes it kills all processes there. It does so only where
 * the shell is process 1, as in a container: elsewhere -1 would mean every process of this user.
 */
const byPodman = ({ program, image, dir, inside, pid }: InImage & { readonly pid: string }): string => {
  const watched = `exec 3<&0 </dev/null; (cat <&3 >/dev/null; [ $$ = 1 ] && kill -s KILL -- -1) 2>/dev/null & exec 3<&-\n${inside}`;
  const open = shellQuote(join(dir, ".tmp/open"));
  return `mkfifo ${open} && ${commandLine([
    ...[program, "run", "--rm", "--interactive", "--pid", "private", "--log-driver", "none", "--network", "host"],
    ...["--security-opt", "label=disable", "--pidfile", pid, "--workdir", dir],
    ...(process.getuid?.() === 0 ? [] : ["--userns", "keep-id"]),
    ...sharedFolders(dir).flatMap((volume) => ["--volume", volume]),
    ...environmentIn(dir).flatMap((variable) => ["--env", variable]),
    ...["--entrypoint", "sh", registryName(image), "-c", watched],
  ])} <>${open}`;
};

const registryName = (image: string): string => image.replace(/^docker:\/\//, "");

/** The job's folder, under its own name; and CVMFS, where it is mounted. */
const sharedFolders = (dir: string): readonly string[] => [
  `${dir}:${dir}`,
  ...(existsSync("/cvmfs") ? ["/cvmfs:/cvmfs:ro"] : []),
];

const environmentIn = (dir: string): readonly string[] => [`HOME=${dir}`, "LANG=C", `TMPDIR=${join(dir, ".tmp")}`];

/** Both programs find images, settings and passwords of registries in the person's own home; what runs in the image does not see it. */
const commandLine = (words: readonly string[]): string => {
  const settings = Object.entries(process.env).flatMap(([name, value]) =>
    value !== undefined && ofTheProgram.test(name) ? [`${name}=${value}`] : [],
  );
  return `env ${[`HOME=${homedir()}`, ...settings, ...words].map(shellQuote).join(" ")}`;
};

/** Not those that apptainer hands on to the container (`APPTAINERENV_`). */
const ofTheProgram =
  /^(XDG_|CONTAINERS_|PODMAN_|APPTAINER_|SINGULARITY_|REGISTRY_AUTH_FILE$|DBUS_SESSION_BUS_ADDRESS$)/;
