import type { Explained } from "./explained.ts";

export const conventionsCodes = {
  "no-conventions": {
    title: "No conventions above the request",
    why: "They set tags, names and sites.",
    wayOut: "Put the request below productions/, where conventions.yaml is.",
  },
  "bad-conventions": {
    title: "The conventions are wrong",
    why: "Every production below is checked by them.",
  },
  "wider-conventions": {
    title: "Conventions of a folder allow more than those above it",
    why: "Those further up are the experiment's decision; a folder below may only narrow them.",
    wayOut: "Write what the file further up says, or allow it there with `mayWiden`.",
  },
  "bad-tag": {
    title: "A field of the tag breaks the conventions",
    why: "People find data by tags for years.",
  },
  "template-tag": {
    title: "The tag of a template has other fields than the conventions",
    why: "Everybody who copies the template begins with it. A warning.",
    wayOut: "Give it the fields of the conventions, each with an example.",
  },
  "unknown-site": {
    title: "A site that the conventions do not list",
    why: "Jobs for an unknown site wait forever.",
    wayOut: "Use a listed site, or add it in a pull request of its own.",
  },
  "site-offline": {
    title: "A site is offline",
    why: "By the conventions it takes no jobs now.",
    wayOut: "Choose another site, or wait.",
    isHint: true,
  },
  "mixed-setup": {
    title: "Sites of one step have different set-up lines",
    why: "A step has one script for all its sites.",
    wayOut: "Give the step sites with one set-up.",
  },
  "no-site": {
    title: "A step has no site",
    why: "Its jobs have no place to run.",
    wayOut: "Add `sites` to the step or to `defaults`, such as `sites: [NAME]`.",
    isHint: true,
  },
  "bad-software": {
    title: "Build or conditions break the conventions",
    why: "The conventions say which releases and global tags exist.",
  },
  "not-listed": {
    title: "A name that is not in the list of those that exist",
    why: "Jobs with a release, a global tag or a dataset that does not exist fail at the site, after hours in a queue.",
    wayOut: "Correct the name. A new one is added to the list by a pull request.",
    weight: "certain",
  },
  "list-not-usable": {
    title: "A list of names cannot be used",
    why: "It is not there, cannot be read, or is older than the conventions allow. No name is compared with it.",
    weight: "likely",
  },
  "trials-only": {
    title: "Something that only trials may use",
    why: "Its content can change under its name, so a release with it cannot be reproduced.",
    wayOut: "Make it a trial with -test.N, or choose one that does not change.",
  },
} as const satisfies Record<string, Explained>;
