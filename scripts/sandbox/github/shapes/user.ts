import type { User, World } from "../world.ts";
import { nodeId } from "./node-id.ts";

/** A login nobody registered: a person who only pushed. */
const stranger = (login: string): User => ({ id: 1, login, type: login.endsWith("[bot]") ? "Bot" : "User" });

export const userShape = (world: World, login: string) => {
  const user = world.users.get(login) ?? stranger(login);
  const url = `${world.url()}/users/${encodeURIComponent(login)}`;
  return {
    login,
    id: user.id,
    node_id: nodeId("User", user.id),
    avatar_url: `${world.url()}/avatars/${user.id}`,
    gravatar_id: "",
    url,
    html_url: `${world.url()}/${encodeURIComponent(login)}`,
    followers_url: `${url}/followers`,
    following_url: `${url}/following{/other_user}`,
    gists_url: `${url}/gists{/gist_id}`,
    starred_url: `${url}/starred{/owner}{/repo}`,
    subscriptions_url: `${url}/subscriptions`,
    organizations_url: `${url}/orgs`,
    repos_url: `${url}/repos`,
    events_url: `${url}/events{/privacy}`,
    received_events_url: `${url}/received_events`,
    type: user.type,
    site_admin: false,
    user_view_type: "public",
  };
};
