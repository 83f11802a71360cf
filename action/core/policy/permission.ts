/** What GitHub lets a person do in this repository. */
export type Permission = "none" | "read" | "write" | "admin";
export const mayWrite = (permission: Permission): boolean => permission === "write" || permission === "admin";
