// What feedsmith reads in an Atom feed, as JSON.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { env, stdout } from "node:process";

const { parseAtomFeed } = await import(createRequire(`${env.MODULES}/`).resolve("feedsmith"));
stdout.write(JSON.stringify(parseAtomFeed(readFileSync(env.FEED, "utf8"))));
