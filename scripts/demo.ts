/**
 * The whole loop on this machine: a pull request, its check and plan, the merge, one submission to a PanDA that executes
 * the jobs for real, the status comment until they are done; then pull requests that are refused. The sandbox runner
 * executes the shipped workflow files with exactly their permissions. Needs git and bash, nothing from the network.
 * `--keep` leaves everything running, with the pages of GitHub and PanDA. `runs`: a request whose list of runs grows.
 * `growing`: a dataset that grows, whose runs begin by themselves. `epic`: from an empty folder to delivered events.
 */
import { scriptArguments } from "./arguments.ts";
import { openBuilt } from "./demo/opening.ts";

const { keep, words } = scriptArguments({ keep: false }, ["runs", "growing", "epic"]);
const stage = await openBuilt(
  "A production from request to done, on this machine: half a minute on an idle machine, some minutes on a busy one.",
);
const { tell } = await import("./demo/tell.ts");
if (!(await tell(stage, words[0], keep))) process.exitCode = 1;
