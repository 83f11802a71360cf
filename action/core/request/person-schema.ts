/** A person or a team, as GitHub mentions them. */
export const personPattern = "^@[A-Za-z0-9](?:[A-Za-z0-9-]{0,38})(?:/[A-Za-z0-9._-]{1,100})?$";
