import type { PullPlace } from "../core/view/pull-place.ts";

/** A pull request as people find it. */
export const placeOf = (
  { server, repository }: { readonly server: string; readonly repository: string },
  { number, head }: { readonly number: number; readonly head: string },
): PullPlace => ({ repository: `${server}/${repository}`, number, head });
