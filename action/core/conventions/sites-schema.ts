import { closed } from "../text/schema-parts.ts";
/** Characters. */
export const maxOfflineReason = 200;

export const sitesSchema = {
  type: "object",
  "x-such": "{ NAME: { state: online } }",
  description: "PanDA sites, by name. The sites of one step share a set-up line.",
  minProperties: 1,
  propertyNames: {
    pattern: "^[A-Za-z0-9_-]+$",
    maxLength: 64,
    "x-expects": "a PanDA site name",
    "x-code": "bad-conventions",
  },
  additionalProperties: {
    ...closed,
    required: ["state"],
    properties: {
      state: { enum: ["online", "offline"], description: "Whether it takes jobs now." },
      reason: {
        type: "string",
        minLength: 1,
        maxLength: maxOfflineReason,
        pattern: "^[^\\r\\n]*$",
        "x-such": "its storage is moved",
        "x-expects": "one line of text",
        "x-code": "bad-conventions",
        description: "Of a site that is offline: why, for those who would run there.",
      },
      setup: {
        type: "string",
        minLength: 1,
        maxLength: 1000,
        pattern: "^[^\\r\\n]*$",
        "x-expects": "one line of bash",
        "x-code": "bad-conventions",
        description: "Runs before the payload, outside strict mode. One line of bash.",
      },
    },
  },
} as const;

/** Behind what says that a site is offline: why, as a sentence goes on. */
export const offlineReason = ({ reason }: { readonly reason?: string | undefined }): string =>
  reason === undefined ? "" : `: ${reason.trim().replace(/[.]+$/, "")}`;

type SiteStates = Readonly<
  Record<string, { readonly state: "online" | "offline"; readonly reason?: string | undefined }>
>;

/** The sites that one of these has offline, as a sentence names them: with the reason. */
export const offlineAmong = (all: readonly { readonly sites: SiteStates }[]): ReadonlyMap<string, string> =>
  new Map(
    all.flatMap(({ sites }) =>
      Object.entries(sites).flatMap(([name, one]): readonly (readonly [string, string])[] =>
        one.state === "offline" ? [[name, `${name}${offlineReason(one)}`]] : [],
      ),
    ),
  );
