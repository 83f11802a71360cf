/** What became of tags that this process made or looked at; they never move, so it stays true. By name and message. */
export type TagsMade = Map<string, string | undefined>;
