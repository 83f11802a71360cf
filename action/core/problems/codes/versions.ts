import type { Explained } from "./explained.ts";

export const versionCodes = {
  "bad-version": { title: "The version is not a semantic version" },
  "version-not-above": { title: "The version is not above the earlier ones" },
  "version-not-moved": {
    title: "The content changed, but the version did not",
    why: "Datasets of one name have one content.",
  },
  "version-ended": { title: "This version has ended and is never submitted" },
  "version-too-small": { title: "The version step is smaller than the change needs" },
  "same-physics": {
    title: "Other commands, and the same physics, says the author",
    wayOut: "Read the changed lines with the reason.",
  },
  "version-without-change": {
    title: "The version changed, but the content did not",
    wayOut: "Keep the version, or acknowledge it with the reason.",
  },
  "reason-not-moved": {
    title: "A reason to make the same content again, at a version that has been made",
  },
  "join-not-tried": {
    title: "A release joins inputs by identity, and no trial was made",
    why: "A PanDA that cannot take several datasets as one input fails every job.",
    weight: "likely",
    hint: "run a trial first, or acknowledge it with what shows that this PanDA can",
  },
  "submit-changed": {
    title: "`submit` changes nothing for a version that is on the ledger",
  },
  "supersedes-changed": {
    title: "`supersedes` changes nothing for a version that is on the ledger",
  },
  "name-too-long": {
    title: "A dataset name would be too long",
    why: "PanDA refuses containers of more than 132 characters.",
  },
  "names-meet": {
    title: "Names at PanDA are not those of one step",
    hint: "give a step or an output another name",
  },
  "duplicate-tag": { title: "Two productions have one tag" },
  "same-content": { title: "Another tag has the same content", weight: "certain" },
  "no-history": {
    title: "The ledger is not available",
    wayOut: "Fetch the ledger branch, or let the pull request's check decide.",
  },
  "wrong-file-name": { title: "A request is not named production.yaml", why: "It would never be submitted." },
  "split-pull-request": {
    title: "Rules and a production change in one pull request",
  },
  "unknown-version": { title: "Unknown version" },
  "extends-other-content": {
    title: "`extends` with changes other than the number of events",
  },
  "target-not-counted": {
    title: "Nobody can say how many of the wanted events are delivered",
    weight: "likely",
  },
  "target-not-reached": {
    title: "The version makes fewer events than are wanted",
    weight: "likely",
  },
  "events-changed": {
    title: "`events` changes nothing for a version that is on the ledger",
  },
  "reads-a-trial": { title: "A release reads data of a trial", why: "Trials were not approved and may be deleted." },
  "bad-supersedes": { title: "`supersedes` is not a version or TAG@VERSION" },
} as const satisfies Record<string, Explained>;
