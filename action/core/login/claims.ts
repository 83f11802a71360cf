/** The name as PanDA writes it into tasks: words capitalised, then what `clean_user_id` strips (panda-server srvcore/CoreUtils, 1.0.4). */
export const userNameOf = (name: string): string =>
  name
    .split(/\s+/)
    .filter((word) => word !== "")
    .map((word) => word.slice(0, 1).toUpperCase() + word.slice(1).toLowerCase())
    .join(" ")
    .replace(/[ _][0-9]+/g, "")
    .replace(/[()']/g, "");

/** PanDA names a robot by its role, and writes Python's word for none (srvcore/panda_request, 1.0.4). */
export const robotName = (role: string): string => `robot ${role === "" ? "None" : role}`;
