import type { Foreign } from "../../ports/foreign.ts";
import { type ForeignSetup, gitForeign } from "../foreign/git-foreign.ts";
import { type GitRefs, remoteRefs } from "../git/refs.ts";
import { hostsOfMain } from "../git/revisions.ts";
import { info } from "./actions-report.ts";

/** Branches as GitHub has them at the moment of the question, and files of other repositories from hosts that main names. */
export const jobMain = (
  dir: string,
  { url, cache }: { readonly url: string; readonly cache: string },
  env: Parameters<typeof remoteRefs>[2],
): { readonly refs: GitRefs; readonly setup: ForeignSetup; readonly foreign: Foreign } => {
  const refs = remoteRefs(dir, url, env);
  const setup = { cache, hosts: hostsOfMain(dir, refs), tell: info };
  return { refs, setup, foreign: gitForeign(setup) };
};
