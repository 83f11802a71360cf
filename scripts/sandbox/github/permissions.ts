/** Permission names as workflow files write them; the REST answers use `_` for `-`. */
export const permissionNames = [
  "actions",
  "administration",
  "checks",
  "contents",
  "deployments",
  "environments",
  "id-token",
  "issues",
  "members",
  "metadata",
  "pages",
  "pull-requests",
  "statuses",
  "variables",
  "workflows",
] as const;
export type PermissionName = (typeof permissionNames)[number];
export type PermissionLevel = "read" | "write";
export type Permissions = { readonly [name in PermissionName]?: PermissionLevel };

export type Need = { readonly permission: PermissionName; readonly level: PermissionLevel };

/** "contents: read". */
export const needText = (need: Need): string => `${need.permission}: ${need.level}`;

export const needs = (text: `${PermissionName}: ${PermissionLevel}`): Need => {
  const [permission, level] = text.split(": ");
  const name = permissionNames.find((each) => each === permission);
  if (name === undefined) throw new Error(`unknown permission ${text}`);
  return { permission: name, level: level === "write" ? "write" : "read" };
};

/** Metadata is part of every token. */
export const meets = (held: Permissions, need: Need): boolean => {
  const level = need.permission === "metadata" ? (held.metadata ?? "read") : held[need.permission];
  return level === "write" || level === need.level;
};

export const allPermissions = (level: PermissionLevel): Permissions =>
  Object.fromEntries(permissionNames.map((name) => [name, level]));

/** What a fork's run gets of what its workflow asks for. */
export const readOnly = (asked: Permissions): Permissions =>
  Object.fromEntries(Object.keys(asked).map((name) => [name, "read"]));

export const permissionsFromRest = (given: Readonly<Record<string, unknown>>): Permissions =>
  Object.fromEntries(
    permissionNames.flatMap((name) => {
      const level = given[name.replaceAll("-", "_")];
      return level === "read" || level === "write" ? [[name, level]] : [];
    }),
  );

export const permissionsForRest = (held: Permissions): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(held).map(([name, level]) => [name.replaceAll("-", "_"), level]));
