import ipaddr from "ipaddr.js";
import { OutboundError } from "../domain/outbound-error";

/**
 * Cloud metadata and host agents, which hand out credentials. A range in the allow-list never
 * opens them: only the exact address does.
 */
const metadataAddresses = new Set([
  "169.254.169.254",
  "169.254.170.2",
  "169.254.170.23",
  "100.100.100.200",
  "168.63.129.16",
  "192.0.0.192",
  "fd00:ec2::254",
  "fd00:ec2::23",
  "fd20:ce::254",
]);

const ranges: Partial<Record<string, string>> = {
  loopback: "this machine",
  private: "a private network",
  linkLocal: "the local link",
  carrierGradeNat: "a carrier-grade NAT network",
  uniqueLocal: "a private network",
  unspecified: "no particular machine",
  multicast: "many machines (multicast)",
  broadcast: "many machines (broadcast)",
};

/** Lower case, without brackets and trailing dots. */
export function canonicalHost(host: string): string {
  return host
    .toLowerCase()
    .replace(/^\[|\]$/g, "")
    .replace(/\.+$/, "");
}

function parse(address: string): ipaddr.IPv4 | ipaddr.IPv6 | null {
  const bare = address.split("%", 1)[0] ?? "";
  return ipaddr.isValid(bare) && (bare.includes(":") || ipaddr.IPv4.isValidFourPartDecimal(bare))
    ? ipaddr.process(bare)
    : null;
}

/** The IPv4 address that NAT64 (64:ff9b::/96) carries: those networks reach all of IPv4 through it. */
function embedded(address: ipaddr.IPv6): ipaddr.IPv4 | null {
  const parts = address.parts;
  if (parts[0] !== 0x64 || parts[1] !== 0xff9b || parts.slice(2, 6).some(Boolean)) return null;
  const [high = 0, low = 0] = parts.slice(6);
  return new ipaddr.IPv4([high >> 8, high & 255, low >> 8, low & 255]);
}

/** Why the address is not on the public internet, or null when it is. */
export function whyPrivate(address: string): string | null {
  const parsed = parse(address);
  if (!parsed) return "an address that cannot be read";
  if (metadataAddresses.has(parsed.toString())) return "a cloud metadata service";
  if (parsed instanceof ipaddr.IPv6) {
    const inner = embedded(parsed);
    if (inner) return whyPrivate(inner.toString());
    const isGlobal = ((parsed.parts[0] ?? 0) & 0xe000) === 0x2000;
    if (parsed.range() === "unicast" && isGlobal) return null;
  } else if (parsed.range() === "unicast") return null;
  return ranges[parsed.range()] ?? "a reserved range";
}

function inRange(address: string, entry: string): boolean {
  const parsed = parse(address);
  if (!parsed || metadataAddresses.has(parsed.toString())) return false;
  try {
    const [network, bits] = ipaddr.parseCIDR(entry);
    return network.kind() === parsed.kind() && parsed.match([network, bits] as never);
  } catch {
    return false;
  }
}

/** Whether an entry of the administrator's list can ever match: a host name, an address or a CIDR range. */
export function isHostOrRange(entry: string): boolean {
  if (entry.includes("/")) return ipaddr.isValidCIDR(entry);
  const host = canonicalHost(entry);
  return parse(host) !== null || /^[a-z0-9_](?:[a-z0-9._-]*[a-z0-9_])?$/.test(host);
}

/** True when the list of the administrator names this host, its address, or a range that holds it. */
export function isAllowed(allow: readonly string[], host: string, address: string): boolean {
  const isMetadata = metadataAddresses.has(parse(address)?.toString() ?? "");
  return allow.some((entry) => {
    if (entry.includes("/")) return inRange(address, entry);
    const wanted = canonicalHost(entry);
    const wantedAddress = parse(wanted)?.toString();
    if (wantedAddress) return wantedAddress === parse(address)?.toString();
    return !isMetadata && wanted === canonicalHost(host);
  });
}

/** Throws a sentence for people when the address may not be reached. */
export function requireReachable(allow: readonly string[], host: string, address: string): void {
  const why = whyPrivate(address);
  if (why === null || isAllowed(allow, host, address)) return;
  const shown = canonicalHost(host);
  const resolved = shown === address ? "" : ` resolves to ${address}, which`;
  throw new OutboundError(
    "blocked_host",
    `Muster does not connect to ${shown}:${resolved === "" ? " it" : ` it${resolved}`} belongs to ${why}. ` +
      `If that is intended, add ${shown} to MUSTER_ALLOW_PRIVATE_HOSTS and start Muster again.`,
  );
}
