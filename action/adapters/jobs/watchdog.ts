import { spawn } from "node:child_process";
import { Failure, systemFault } from "../../core/problems/failure.ts";

/** Ends the jobs of a run that was killed itself: no other process would. */
export type Watchdog = { readonly pid: number; began(group: number): void; ended(group: number): void; close(): void };

/** Its input ends when we do, however we end; the groups that are on its list then are killed. */
const script = `groups=" "
while read -r verb group; do
  case $verb in
    +) groups="$groups$group " ;;
    -) groups="\${groups%% $group *} \${groups#* $group }" ;;
  esac
done
for group in $groups; do kill -s KILL -- "-$group" 2>/dev/null; done`;

/** A session of its own, which Ctrl-C in the terminal does not reach. */
export const openWatchdog = async (): Promise<Watchdog> => {
  const child = spawn("sh", ["-c", script], { stdio: ["pipe", "ignore", "ignore"], detached: true });
  await new Promise<void>((resolve, reject) => {
    child.once("spawn", resolve);
    child.once("error", (cause) =>
      reject(
        new Failure(
          `The shell that would end the jobs of a stopped run (sh) did not start: ${systemFault(cause).why}.`,
          { wayOut: "`sh -c true` in this terminal shows whether it works; it must be in a folder of PATH.", cause },
        ),
      ),
    );
  });
  child.unref();
  // Without it the jobs go on; they are ended with us unless we are killed.
  child.stdin.on("error", () => undefined);
  const say = (verb: "+" | "-", group: number): void => void child.stdin.write(`${verb} ${group}\n`);
  return {
    pid: child.pid ?? 0,
    began: (group) => say("+", group),
    ended: (group) => say("-", group),
    close: () => void child.stdin.end(),
  };
};
