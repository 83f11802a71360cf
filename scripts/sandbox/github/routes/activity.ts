import { type Call, ok, type Route } from "../call.ts";
import { needs } from "../permissions.ts";
import type { Activity } from "../records.ts";
import { fullName } from "../repository.ts";
import { nodeId } from "../shapes/node-id.ts";
import { userShape } from "../shapes/user.ts";

/** Newest first; pages follow each other by a cursor, not by a number. */
const list = (call: Call) => {
  const ref = call.query.get("ref");
  const wanted = ref === null || ref.startsWith("refs/") ? ref : `refs/heads/${ref}`;
  const size = Math.min(100, Number(call.query.get("per_page") ?? 30));
  const after = Number(call.query.get("after") ?? Number.POSITIVE_INFINITY);
  const found = call
    .repository()
    .activities.filter((each) => each.id < after && (wanted === null || each.ref === wanted))
    .toReversed();
  const page = found.slice(0, size);
  const next = new URLSearchParams(call.query);
  next.set("after", String(page.at(-1)?.id));
  const more = found.length > size;
  const url = `${call.world.url()}/repos/${fullName(call.repository())}/activity`;
  return ok(
    page.map((each) => activityShape(call, each)),
    more ? { link: `<${url}?${next}>; rel="next"` } : {},
  );
};

const activityShape = (call: Call, { id, ref, before, after, at, by, kind }: Activity) => ({
  id,
  node_id: nodeId("Push", id),
  before,
  after,
  ref,
  timestamp: at,
  activity_type: kind,
  actor: userShape(call.world, by),
});

export const activityRoutes = {
  "repos/list-activities": { needs: [needs("contents: read")], role: "read", elsewhere: true, answer: list },
} satisfies Readonly<Record<string, Route>>;
