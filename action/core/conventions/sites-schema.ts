import { closed, ofForm, textOfForm } from "../text/schema-parts.ts";
/** Characters. */
export const maxOfflineReason = 200;

export const sitesSchema = {
  type: "object",
  "x-such": "{ NAME: { state: online } }",
  description: "PanDA sites, by name. The sites of one step share a set-up line.",
  minProperties: 1,
  propertyNames: { ...ofForm("^[A-Za-z0-9_-]+$", "a PanDA site name", "bad-conventions"), maxLength: 64 },
  additionalProperties: {
    ...closed,
    required: ["state"],
    properties: {
      state: { enum: ["online", "offline"], description: "Whether it takes jobs now." },
      reason: {
        ...textOfForm("^[^\\r\\n]*$", "one line of text", "bad-conventions"),
        minLength: 1,
        maxLength: maxOfflineReason,
        "x-such": "its storage is moved",
        description: "Of a site that is offline: why, for those who would run there.",
      },
      setup: {
        ...textOfForm("^[^\\r\\n]*$", "one line of bash", "bad-conventions"),
        minLength: 1,
        maxLength: 1000,
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
