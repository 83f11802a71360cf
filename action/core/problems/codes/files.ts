import type { Explained } from "./explained.ts";

export const fileCodes = {
  "not-a-plain-file": {
    title: "A request or its conventions are not a plain file",
    why: "SHREK follows no links, submodules or folders.",
  },
  "missing-resource": { title: "No file matches a resource" },
  "missing-script": {
    title: "The script that `run` names is not among the resources",
    hint: "list it under `resources`",
  },
  "resource-refused": {
    title: "A resource is not a plain file of the folder",
    why: "Links, submodules, absolute paths and `..` are not followed.",
    hint: "use plain files of the folder, with names of their own: letters, digits, dot, underscore and hyphen",
  },
  "lfs-pointer": {
    title: "A file is kept by Git LFS",
    why: "Jobs would read git's pointer.",
    wayOut: "`git lfs untrack FILE`, then `git add --renormalize FILE`; large files are read as an input.",
  },
  credential: {
    title: "A resource looks like a credential",
    why: "Sandboxes on PanDA are readable without login.",
    hint: "remove it from the folder, and revoke it if it was ever pushed",
  },
  "sandbox-too-large": {
    title: "The files are too large for a sandbox",
    why: "PanDA refuses archives of more than 10 MiB.",
    hint: "move data out of the folder and name it as an input",
  },
  "too-many-bytes": {
    title: "A request names more files than SHREK reads",
  },
  "bash-syntax": { title: "The payload is not valid bash", wayOut: "Run `bash -n` on it." },
  "git-host-refused": { title: "Resources from a host that is not allowed", why: "Main's conventions name the hosts." },
  "bad-git-resource": {
    title: "A git resource is not usable",
    wayOut: "Name it by https and a full commit of a branch or tag, which `shrek bump --resources` writes.",
  },
  "stale-schema": {
    title: "The schema that editors read is not up to date",
    why: "A note.",
  },
  "stale-form": {
    title: "The issue form is not up to date",
    why: "A note.",
  },
  "schema-not-there": {
    title: "A request names a schema for editors that does not exist",
    why: "The path counts from the request's folder. A note.",
  },
  "git-unreachable": {
    title: "A git resource could not be fetched",
    wayOut: "The repository has to be public. `shrek check` in your clone says what happened.",
  },
} as const satisfies Record<string, Explained>;
