import type { ServerName } from "@mercato/topology";
import { IMAGES } from "../images.ts";
import { CONFINED, type ComposeService, healthCheck, limits } from "./form.ts";
import { networksOfServer } from "./networks.ts";

const REPLICA_SET = "rs0";
const MONGO_PORT = 27_017;

/** Where services find a server. */
export const serverUrls: Readonly<Record<ServerName, string>> = {
  database: `mongodb://database:${MONGO_PORT}/?replicaSet=${REPLICA_SET}`,
  nats: "nats://nats:4222",
};

/** Initiates the replica set the first time, and is content when its one member takes writes. */
const INITIATE = [
  "try { rs.status() }",
  `catch { rs.initiate({ _id: '${REPLICA_SET}', members: [{ _id: 0, host: 'database:${MONGO_PORT}' }] }) }`,
  "quit(db.hello().isWritablePrimary ? 0 : 1)",
].join(" ");

const database: ComposeService = {
  image: IMAGES.database,
  command: ["mongod", "--replSet", REPLICA_SET, "--bind_ip_all"],
  user: "mongodb",
  ...CONFINED,
  tmpfs: ["/tmp", "/data/configdb"],
  restart: "unless-stopped",
  stop_grace_period: "30s",
  // mongosh keeps a log and a history at home.
  environment: { HOME: "/tmp" },
  volumes: ["database:/data/db"],
  networks: networksOfServer("database"),
  healthcheck: healthCheck(["CMD", "mongosh", "--quiet", "--eval", INITIATE]),
  deploy: limits("2", "2g", 1_024),
};

const nats: ComposeService = {
  image: IMAGES.nats,
  command: ["nats-server", "--config", "/etc/nats/mercato.conf"],
  user: "1000:1000",
  ...CONFINED,
  restart: "unless-stopped",
  stop_grace_period: "30s",
  // A new volume takes over the permissions of the image's folder; this one may be written to by anybody, thus by a user that is not root.
  volumes: ["nats:/var/tmp"],
  configs: [{ source: "nats", target: "/etc/nats/mercato.conf" }],
  networks: networksOfServer("nats"),
  healthcheck: healthCheck(["CMD", "wget", "-q", "-O", "/dev/null", "http://127.0.0.1:8222/healthz"]),
  deploy: limits("1", "512m"),
};

/** Nothing in the topology needs it yet: it is there for those who ask for it, with `--profile redis`, and in no service's network. */
const redis: ComposeService = {
  image: IMAGES.redis,
  command: ["redis-server", "--save", "", "--appendonly", "no", "--maxmemory", "192mb", "--maxmemory-policy", "volatile-ttl"],
  profiles: ["redis"],
  user: "redis",
  ...CONFINED,
  tmpfs: ["/data"],
  restart: "unless-stopped",
  stop_grace_period: "10s",
  networks: ["redis"],
  healthcheck: healthCheck(["CMD", "redis-cli", "ping"]),
  deploy: limits("0.5", "256m"),
};

/** The servers of the shop. */
export const servers: Readonly<Record<ServerName | "redis", ComposeService>> = { database, nats, redis };
