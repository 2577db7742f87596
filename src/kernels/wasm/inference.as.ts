export { add } from "../ops/add/add.as";
