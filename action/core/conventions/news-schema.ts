import { closed, textOfForm } from "../text/schema-parts.ts";
/** What people outside of GitHub may hear. */
export const newsKinds = ["person", "failed", "done", "delivered", "expired"] as const;
export type NewsKind = (typeof newsKinds)[number];

export const newsSchema = {
  type: "array",
  minItems: 1,
  maxItems: 10,
  "x-unshown": true,
  description: "Channels that hear what becomes of submissions. In the conventions furthest up.",
  items: {
    ...closed,
    required: ["kind", "secret"],
    properties: {
      kind: {
        enum: ["mattermost", "slack", "json"],
        description: "Whose incoming webhook it is; json: one object with all items, each with an id.",
      },
      secret: {
        ...textOfForm("^[A-Z][A-Z0-9_]{0,39}$", "a name in capitals, such as HEAVY_FLAVOUR", "bad-conventions"),
        "x-unshown": true,
        "x-such": "HEAVY_FLAVOUR",
        "x-instead":
          "the address is a line NAME=ADDRESS of the secret SHREK_NEWS, and only NAME stands here; whoever saw the address may write there: if it was ever pushed, make another",
        description: "Its name in the secret `SHREK_NEWS`, which has a line `NAME=ADDRESS` for each channel.",
      },
      about: {
        type: "array",
        minItems: 1,
        uniqueItems: true,
        "x-such": "[failed, delivered]",
        description: "What it hears; all without it.",
        items: { enum: newsKinds },
      },
      tags: {
        type: "array",
        minItems: 1,
        maxItems: 50,
        uniqueItems: true,
        description: "Of these tags only; `*` matches any letters.",
        items: {
          ...textOfForm("^[A-Za-z0-9._*-]+$", "a tag, such as sP26a-*", "bad-conventions"),
          maxLength: 200,
          "x-such": "sP26a-*",
        },
      },
      contacts: {
        type: "array",
        minItems: 1,
        maxItems: 50,
        uniqueItems: true,
        description: "Of requests with one of these as `contact` only: logins and teams with @.",
        items: {
          ...textOfForm("^@[A-Za-z0-9][A-Za-z0-9_/-]*$", "a login or a team with @", "bad-conventions"),
          maxLength: 100,
          "x-such": '"@sphenix/heavy-flavour"',
        },
      },
      private: { const: true, description: "Its address may be in a private network, and without TLS there." },
    },
  },
} as const;
