// Does what the harness plans, and tells it when that is not possible.

import { tabs } from './tabs.mjs';
import { askPlan, tell } from './tell.mjs';
import { terminate } from './terminate.mjs';
import { touch } from './touch.mjs';
import { read, write } from './write.mjs';

const tasks = { read, write, touch, terminate, tabs };

try {
  const plan = await askPlan();
  await tasks[plan.task](plan);
} catch (reason) {
  await tell('failed', { message: String(reason) });
}
