// @ts-check
import { testEveryState } from "./axe.mjs";

testEveryState("en");
