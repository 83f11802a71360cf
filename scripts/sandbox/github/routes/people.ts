import { type Call, ok, type Route } from "../call.ts";
import { textOf } from "../json.ts";
import { needs } from "../permissions.ts";
import type { Role } from "../records.ts";
import { notFound } from "../refusal.ts";
import { userShape } from "../shapes/user.ts";
import { ranks, roleOf, type World } from "../world.ts";

const permission = (call: Call) => {
  const asked = textOf(call.params["username"]);
  const login = loginOf(call.world, call.world.renamed.get(asked) ?? asked);
  if (login === undefined) throw notFound();
  const role = roleOf(call.repository(), login);
  const least = (asked: Role): boolean => ranks[role] >= ranks[asked];
  const can = {
    pull: least("read"),
    triage: least("triage"),
    push: least("write"),
    maintain: least("maintain"),
    admin: least("admin"),
  };
  return ok({
    // The older word: maintain is told as write, triage as read. `role_name` is the role.
    permission: role === "maintain" ? "write" : role === "triage" ? "read" : role,
    role_name: role,
    user: { ...userShape(call.world, login), permissions: can, role_name: role },
  });
};

/** Capital letters do not count. */
const loginOf = ({ users }: World, asked: string): string | undefined =>
  [...users.keys()].find((login) => login.toLowerCase() === asked.toLowerCase());

const profile = (call: Call, login: string) => {
  if (!call.world.users.has(login)) throw notFound();
  const none = { name: null, company: null, blog: null, location: null, email: null, hireable: null, bio: null };
  const counts = { public_repos: 0, public_gists: 0, followers: 0, following: 0 };
  return ok({
    ...userShape(call.world, login),
    ...none,
    ...counts,
    created_at: "2020-01-01T00:00:00Z",
    updated_at: "2020-01-01T00:00:00Z",
  });
};

export const peopleRoutes = {
  "repos/get-collaborator-permission-level": { needs: [needs("metadata: read")], role: "read", answer: permission },
  "users/get-by-username": {
    needs: [],
    role: "none",
    answer: (call: Call) => profile(call, textOf(call.params["username"])),
  },
} satisfies Readonly<Record<string, Route>>;
