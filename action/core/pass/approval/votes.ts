import type { Vote } from "../../policy/check-approval.ts";
import type { Spoken } from "../../policy/reviews.ts";
import { type Asking, all, ask } from "../asking.ts";
import type { Moment } from "../moment.ts";

/** What people said, each with the permission of today. */
export const votesOf = ({ asOf }: Pick<Moment, "asOf">, spoken: readonly Spoken[]): Asking<readonly Vote[]> =>
  all(
    spoken.map(function* (one): Asking<Vote> {
      return { ...one, permission: yield* ask({ ask: "permission", login: one.login, ...asOf }) };
    }),
  );
