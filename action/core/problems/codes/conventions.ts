import type { Explained } from "./explained.ts";

export const conventionsCodes = {
  "no-conventions": {
    title: "No conventions above the request",
    wayOut: "Put the request below productions/, where conventions.yaml is.",
  },
  "bad-conventions": { title: "The conventions are wrong" },
  "commands-without-app": {
    title: "A policy names who may command, and every collaborator may write the ledger",
    why: "Who may write the ledger may order.",
    hint: "let a GitHub App alone write the ledger and take `ledger` away, or take `commands` away",
  },
  "bad-campaign": { title: "The file of a campaign is wrong" },
  "campaign-names-nothing": {
    title: "A campaign names a tag that no production on main has",
    why: "Its production may come later.",
    weight: "likely",
  },
  "campaign-over-budget": {
    title: "A campaign would go over its budget",
    hint: "ask for less, or raise `coreHours` of the campaign in a pull request of its own",
  },
  "wider-conventions": { title: "Conventions of a folder allow more than those above it" },
  "bad-tag": { title: "A field of the tag breaks the conventions", rule: true },
  "template-tag": {
    title: "The tag of a template has other fields than the conventions",
    why: "A warning.",
  },
  "unknown-site": {
    title: "A site that the conventions do not list",
    why: "Jobs for an unknown site wait forever.",
    rule: true,
  },
  "site-offline": {
    title: "A site is offline",
    why: "A warning: what has a step with no site online waits for one.",
    hint: "choose another site, or wait",
  },
  "mixed-setup": {
    title: "Sites of one step have different set-up lines",
    why: "A step has one script for all its sites.",
  },
  "no-site": {
    title: "A step has no site",
    hint: "add `sites` to the step or to `defaults`, such as `sites: [NAME]`",
  },
  "bad-software": { title: "Build or conditions break the conventions", rule: true },
  "not-listed": {
    title: "A name that is not in the list of those that exist",
    why: "Such jobs fail at the site.",
    wayOut: "A pull request can add a new name to the list.",
    weight: "certain",
  },
  "list-not-usable": {
    title: "A list of names cannot be used",
    why: "It is missing, unreadable or too old; no name is compared with it.",
    weight: "likely",
  },
  "trials-only": {
    title: "Something that only trials may use",
    why: "Its content can change under its name.",
    rule: true,
  },
} as const satisfies Record<string, Explained>;
