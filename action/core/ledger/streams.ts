export type Streams = ReadonlyMap<string, number>;
