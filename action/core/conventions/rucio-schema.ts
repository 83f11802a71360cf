import { personPattern } from "../request/person-schema.ts";
import { keepExpects, keepForm, keepPeriod } from "../text/keep-time.ts";
import { closed, textOfForm, whole } from "../text/schema-parts.ts";

const period = {
  ...textOfForm(keepPeriod, "a time such as 1y, 6w or 90d, or forever", "bad-conventions"),
  "x-wrong-kind": "write a number with d, w or y behind it, such as 1y",
} as const;

/** The experiment's Rucio: where it is, and as whom it is asked. No secret. */
export const rucioSchema = {
  ...closed,
  required: ["server", "account", "login", "scopes"],
  description: "Where input data are looked up. What main says counts.",
  properties: {
    server: {
      type: "string",
      pattern: "^https?://[A-Za-z0-9.-]+(:[0-9]{1,5})?$",
      maxLength: 200,
      "x-expects": "the address of a Rucio server, such as https://rucio.example.org",
      "x-code": "bad-conventions",
      description: "Its address, whose host `RUCIO_HOST` names too.",
    },
    account: {
      ...textOfForm("^[a-z0-9_-]+$", "a Rucio account", "bad-conventions"),
      maxLength: 25,
      description: "The account that looks, which needs no rights.",
    },
    login: {
      enum: ["userpass", "token", "x509"],
      "x-unshown": true,
      description:
        "userpass: `RUCIO_USERNAME` and `RUCIO_PASSWORD`. token: `RUCIO_TOKEN`, of Rucio or of its issuer. x509: `RUCIO_X509`, a proxy, or a certificate with its key.",
    },
    startsPerDay: {
      ...whole(1, 1000000),
      "x-such": "1000",
      description: "Most jobs a day (UTC) of one production that begin by themselves (`runs: from`); else none.",
    },
    scopes: {
      type: "array",
      minItems: 1,
      maxItems: 100,
      uniqueItems: true,
      description: "Scopes of this Rucio. Data of others are not looked up.",
      items: { ...textOfForm("^[a-zA-Z_.0-9-]+$", "a Rucio scope", "bad-conventions"), maxLength: 25 },
    },
    container: {
      type: "string",
      minLength: 1,
      maxLength: 200,
      "x-such": '"{scope}.{tag}.v{version}.{step}.{output}"',
      description:
        "Of a production that grows: the container of the data of all runs, with `{tag}`, `{version}`, `{step}` and `{output}`; `{scope}` is that of the outputs.",
    },
    keep: {
      ...closed,
      required: ["at", "for"],
      "x-write": "write { at: STORAGE, for: 1y }",
      description: "Rules for the outputs of what ended well; without it SHREK makes none.",
      properties: {
        at: {
          type: "string",
          pattern: "^[A-Za-z0-9_.=&|()!*\\\\-]+$",
          maxLength: 250,
          "x-such": "TIER1_DISK",
          "x-expects": "storage elements as Rucio's expressions name them, such as TIER1_DISK or tier=1&type=DISK",
          "x-code": "bad-conventions",
          description: "Storage elements, as Rucio's expressions name them.",
        },
        copies: { ...whole(1, 10), description: "How many of these have a copy; 1 by default." },
        for: {
          ...textOfForm(keepForm, keepExpects, "bad-conventions"),
          "x-wrong-kind": "write a number with d, w or y behind it, such as 1y",
          "x-such": "1y",
          description: "How long, where a request does not say `keep`.",
        },
        least: { ...period, description: "The shortest time that a request may ask for." },
        most: { ...period, description: "The longest." },
        owner: {
          ...textOfForm(personPattern, "a GitHub login or team with @, such as @some-user", "bad-conventions"),
          description: "Who is asked about data whose request names no `owner`.",
        },
      },
    },
  },
} as const;
