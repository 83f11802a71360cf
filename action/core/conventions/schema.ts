import { priorities } from "../text/priorities.ts";
import { closed, closedWith, ofForm, textOfForm, whole } from "../text/schema-parts.ts";
import { destinationSchema } from "./destination-schema.ts";
import { freezeSchema } from "./freeze.ts";
import { limitsSchema } from "./limits-schema.ts";
import { listsSchema } from "./lists-schema.ts";
import { addressesSchema, namesSchema, scope, tagSchema } from "./names-schema.ts";
import { newsSchema } from "./news-schema.ts";
import { policySchema } from "./policy-schema.ts";
import { rucioSchema } from "./rucio-schema.ts";
import { sitesSchema } from "./sites-schema.ts";
import { wideningKeys } from "./widening-keys.ts";

/**
 * What an experiment decides, as data: `productions/conventions.yaml`. The tag's field schemas inside are JSON
 * Schema themselves and are interpreted, because a validator made at build time cannot know them.
 * Addresses of PanDA and secrets do not belong here.
 */
export const conventionsSchema = {
  $schema: "https://json-schema.org/draft/2020-12/schema",
  title: "SHREK conventions",
  ...closed,
  required: [
    "conventions",
    "experiment",
    "tag",
    "version",
    "names",
    "scopes",
    "labels",
    "vo",
    "workingGroup",
    "sites",
    "monitor",
  ],
  properties: {
    conventions: { const: 1, description: "Version of their format." },
    experiment: {
      type: "string",
      minLength: 1,
      maxLength: 60,
      "x-such": "sPHENIX",
      description: "Name of the experiment.",
    },
    tag: tagSchema,
    version: {
      ...closed,
      required: ["style"],
      properties: {
        style: {
          enum: ["semver", "integer", "pattern"],
          description: "semver: 1.2.0. integer: v001, one part. pattern: as `pattern` says.",
        },
        pattern: {
          type: "string",
          minLength: 3,
          maxLength: 200,
          description: "Style pattern: a regular expression with named groups, some of major, minor and patch.",
        },
        example: {
          type: "string",
          minLength: 1,
          maxLength: 40,
          description: "Style pattern: a version, for messages.",
        },
      },
    },
    software: {
      ...closed,
      description:
        "A JSON Schema each for `build`, `conditions` and `container` of requests. With `enum` it lists what exists.",
      properties: {
        build: { type: "object" },
        conditions: { type: "object" },
        container: { type: "object" },
        stepBuilds: { const: true, description: "Steps may have a `build` of their own." },
      },
    },
    releases: {
      ...closed,
      description: "The same for releases only: they cannot use a build whose content changes.",
      properties: { build: { type: "object" }, conditions: { type: "object" } },
    },
    datasets: {
      type: "object",
      description:
        "A JSON Schema for names of input datasets, such as `epic:/EVGEN/DIS/NC/10x100`. Without it none holds / within.",
    },
    lists: listsSchema,
    rucio: rucioSchema,
    gitHosts: {
      type: "array",
      maxItems: 50,
      uniqueItems: true,
      description: "Hosts of git resources, with a port unless it is 443, private addresses too. Main's list counts.",
      items: {
        ...textOfForm("^[a-z0-9.-]+(:[0-9]{1,5})?$", "the name of a host, such as github.com", "bad-conventions"),
        maxLength: 100,
      },
    },
    mayWiden: {
      type: "array",
      minItems: 1,
      maxItems: 50,
      description: "What conventions of folders below may widen.",
      items: {
        ...closed,
        required: ["keys"],
        properties: {
          folder: {
            type: "string",
            pattern: "^[A-Za-z0-9_-][A-Za-z0-9._/-]*$",
            maxLength: 200,
            "x-expects": "a folder beside the conventions, such as heavy-flavour",
            "x-code": "bad-conventions",
            description: "In this folder and below it; without it in all folders below.",
          },
          keys: {
            type: "array",
            minItems: 1,
            uniqueItems: true,
            items: { enum: wideningKeys },
            "x-such": "[sites]",
            description: "What they may widen.",
          },
        },
      },
    },
    ceiling: {
      ...closed,
      minProperties: 1,
      description: "What one production may take, whoever approves it.",
      properties: {
        coreHours: {
          ...whole(1, 1000000000),
          description: "Core-hours of all its steps, by their `estimate`; without it does not count.",
        },
        memory: { ...whole(100, 64000), description: "MB per core that a step may ask for with `memory`." },
        priority: {
          ...whole(priorities.usual, priorities.most),
          description: "Priority that steps, runs and commands may ask for.",
        },
      },
    },
    runs: {
      ...closedWith({
        first: { ...whole(1, 99999999), "x-such": "1", description: "First run of the period." },
        last: { ...whole(1, 99999999), "x-such": "99999999", description: "Last run that there can be." },
      }),
      description: "The data-taking period: a run list may hold no others. Without it 1 to 99999999.",
    },
    news: newsSchema,
    limits: limitsSchema,
    noSiteAfter: {
      type: "number",
      minimum: 0.1,
      maximum: 1000,
      description: "Hours without a site for a task, after which a person is called; 6 by default.",
    },
    freeze: freezeSchema,
    policy: policySchema,
    ledger: {
      const: "every-collaborator-may-write-it",
      description: "Submits releases without a GitHub App as the ledger's only writer. In the conventions furthest up.",
    },
    templates: {
      type: "object",
      maxProperties: 50,
      description: "Templates for `shrek new`: folders that hold a production.yaml and its files.",
      propertyNames: {
        ...ofForm("^[a-z][a-z0-9-]*$", "lower-case letters, digits and hyphen", "bad-conventions"),
        maxLength: 40,
      },
      additionalProperties: closedWith({
        folder: {
          type: "string",
          pattern: "^[A-Za-z0-9_-][A-Za-z0-9._/-]*$",
          maxLength: 200,
          "x-such": "_templates/simulation",
          description: "A folder next to the conventions.",
          "x-expects": "a folder beside the conventions, such as _templates/simulation",
          "x-code": "bad-conventions",
        },
        description: {
          type: "string",
          minLength: 1,
          maxLength: 200,
          "x-such": "a simulation of one step",
          description: "What it is for.",
        },
      }),
    },
    names: namesSchema,
    addresses: addressesSchema,
    scopes: { ...closedWith({ trial: scope, release: scope }), description: "Scope of trials and of releases." },
    labels: {
      ...closedWith({ trial: { enum: ["test", "user", "managed"] }, release: { enum: ["test", "user", "managed"] } }),
      description: "prodSourceLabel of trials and releases.",
    },
    destination: destinationSchema,
    vo: {
      ...textOfForm("^[a-z0-9]+$", "a VO name", "bad-conventions"),
      maxLength: 40,
      "x-such": "sphenix",
      description: "The VO, given to PanDA.",
    },
    workingGroup: {
      ...textOfForm("^[A-Za-z0-9_-]+$", "a working group name", "bad-conventions"),
      maxLength: 40,
      "x-such": "sphenix",
      description: "The working group, given to PanDA.",
    },
    sites: sitesSchema,
    monitor: {
      ...textOfForm("^https?://[^\\s]+$", "the address of a BigPanDA monitor", "bad-conventions"),
      maxLength: 200,
      "x-such": "https://panda-doma.cern.ch",
      description: "Address of the monitor in links.",
    },
  },
} as const;
