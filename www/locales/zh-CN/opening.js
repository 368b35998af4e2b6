// @ts-check
// 引荐打开之前所用的简体中文文本：正在读取，以及未能读取的原因。

/** @type {Record<keyof typeof import("../en/opening.js").default, string>} */
export default {
  "open.still": "仍在加载…",
  "open.csp-blocked": "此页面不允许编辑器启动。联系门户管理员即可处理。",
  "open.load-failed": "编辑器未能加载。检查网络连接，然后重试。",
  "open.throttled": "服务繁忙，稍后重试。",
  "open.url": "服务地址或引荐 ID 无法使用。",
  "open.loading": "正在加载此引荐…",
  "open.retry": "重试",
  "open.unauthenticated": "登录已过期。重新登录以打开此引荐。",
  "open.no-token": "无法读取登录信息。重新登录以打开此引荐。",
  "open.claims": "组织要求再次验证身份。",
  "open.offline": "当前离线，检查网络连接。",
  "open.forbidden": "没有打开此引荐的权限。",
  "open.gone": "找不到此引荐，它可能已被删除。",
  "open.network": "无法连接到服务，检查网络连接。",
  "open.timeout": "服务未能及时响应，可以重试。",
  "open.other": "服务响应异常，可以重试。",
  "open.none": "设置 referral-id 或 value 后，此处显示引荐。",
  "open.broken": "这不是可以显示的引荐。",
};
