import type { Connector, ConnectorErrorCode, Manifest } from "../contract";
import type { FaultName, SeenRequest } from "./fault-server";

/** A stand-in that runs: a real server on loopback (or files), with a world of its own. */
export interface World {
  /** Where the stand-in listens; the suite may put a misbehaving proxy in front of it. */
  url: string;
  close(): Promise<void>;
}

export interface HttpFaults {
  /** Names the list that a request reads a page of. Default: method and path without the query. */
  listKey?: (request: SeenRequest) => string;
  /** Several pages of a stream mean several containers here, each a list of one page. */
  fansOut?: boolean;
  /** Doubles entries of a page. Default: every entry of each top-level JSON array, and one level below. */
  duplicate?: (body: string, request: SeenRequest) => string;
  /** Picks the requests for one item that a list named before, to let the item vanish in between. */
  detail?: (request: SeenRequest) => boolean;
  /** Picks the requests of a sign-in that comes before the lists: each fault is then also met behind it. */
  signIn?: (request: SeenRequest) => boolean;
  /** Codes that differ from the table, each for a reason written beside it. */
  expected?: Partial<Record<FaultName, readonly (ConnectorErrorCode | "absorbed")[]>>;
  /** How many faults each single list meets, another choice each, where all would take long. */
  faultsPerList?: number;
  /** Longest that a run may take under one fault. Default 10 s. */
  boundMs?: number;
}

export interface TcpFaults {
  /** A configuration with a wrong credential. */
  wrongCredential(url: string): unknown;
  boundMs?: number;
}

export interface ConformanceHarness {
  manifest: Manifest;
  connector: Connector;
  start(): Promise<World>;
  /** What a person would enter to reach the stand-in at `url`. */
  config(url: string): unknown;
  /** Secret values that the stand-in's world holds; none may appear in a record. */
  canaries: readonly string[];
  /** Texts that look random but are public, for example provider ids. */
  notSecret?: readonly RegExp[];
  /** A world in which one permission is missing. Its `url` differs from that of `start`. */
  lacking?: { permission: string; start(): Promise<World>; config?(url: string): unknown };
  /** For connectors over HTTP: what is particular about this provider. */
  http?: HttpFaults;
  /** For connectors over a plain socket. */
  tcp?: TcpFaults;
}
