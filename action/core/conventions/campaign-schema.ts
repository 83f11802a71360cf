import { freezeForm } from "../text/freeze-end.ts";
import { closed, textOfForm, whole } from "../text/schema-parts.ts";

const tagPattern = {
  type: "string",
  minLength: 1,
  maxLength: 200,
  pattern: "^[A-Za-z0-9*][A-Za-z0-9._*-]*$",
  "x-expects": "a tag, in which `*` matches any letters, such as sP26a-hfcharm-*",
  "x-code": "bad-campaign",
} as const;

/** `campaigns/NAME.yaml`: productions that are asked for together, and what they may use. A rule, approved as rules are. */
export const campaignSchema = {
  $schema: "https://json-schema.org/draft/2020-12/schema",
  title: "SHREK campaign",
  ...closed,
  required: ["campaign", "productions"],
  properties: {
    campaign: { const: 1, description: "Version of its format." },
    description: { type: "string", minLength: 1, maxLength: 200, description: "What it is for." },
    productions: {
      type: "array",
      minItems: 1,
      maxItems: 500,
      uniqueItems: true,
      description: "Their tags; `*` matches any letters.",
      "x-such": "[sP26a-hfcharm-signal]",
      items: tagPattern,
    },
    order: {
      enum: ["submitted", "done"],
      description: "Each production waits until all that are named above it are submitted, or ended well.",
    },
    events: { ...whole(1, 9007199254740991), description: "How many events shall be delivered." },
    coreHours: {
      ...whole(1, 1000000000000),
      description:
        "Its budget, counted as in `approvals.above`: of every submission that began since it came to main, and of what may begin.",
    },
    end: {
      ...textOfForm(freezeForm, "a day or a minute in UTC, such as 2027-03-01 or 2027-03-01T08:00Z", "bad-campaign"),
      description: "From then on nothing of it is submitted, in UTC. A day means its begin.",
    },
  },
} as const;
