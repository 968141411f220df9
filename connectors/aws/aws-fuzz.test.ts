import { describeFuzz } from "../testing/fuzz";
import { connector } from "./index";
import { manifest } from "./manifest";
import { startStandIn } from "./testing/stand-in";

const secretAccessKey = "stand-in-" + "Qw7".repeat(9);

describeFuzz(
  "aws",
  {
    manifest,
    connector,
    start: () => startStandIn({ users: 7, keys: 10, pageSize: 3 }),
    config: (endpoint) => ({
      authMode: "access_key",
      accessKeyId: ["AKIA", "STANDIN000000000"].join(""),
      secretAccessKey,
      endpoint,
    }),
    canaries: [secretAccessKey],
  },
  Number(process.env.MUSTER_FUZZ ?? 5_000),
);
