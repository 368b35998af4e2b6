// @ts-check
// 元素文档的简体中文：每项先是英文原文，再是译文。原文改动而译文未随之更新时，`npm run manifest` 会报错。

/** @type {Partial<Record<import("./tables.mjs").Table, Record<string, [string, string]>>>} */
export const ZH = {
  attributes: {
    "referral-id": [
      "The id of the referral: it is loaded when the element is in a page.",
      "引荐的 ID：元素进入页面后即加载该引荐。",
    ],
    "base-url": [
      "Address of the API, or of the portal's proxy: a path on its own origin.",
      "API 的地址，或门户代理的地址（本源下的路径）。",
    ],
    lang: [
      "Language of the texts, `en` or `zh-CN`. Without it that of the nearest element with a `lang`, else the browser's.",
      "界面语言：`en` 或 `zh-CN`。未设置时采用最近一个带 `lang` 的元素的语言，否则采用浏览器的语言。",
    ],
    readonly: ["Nothing can be edited.", "只可查看，不可编辑。"],
    name: ["Makes the element take part in the form around it, by this name.", "以此名称参与所在的表单。"],
    review: ["When a save is shown before it is sent.", "何时在发送前先列出更改供核对。"],
    draft: [
      "Keeps what is not saved in sessionStorage, for this tab.",
      "把未保存的内容留在本标签页的 sessionStorage 中。",
    ],
    "draft-user": [
      "Whose drafts they are, where people share a tab: whatever tells them apart.",
      "多人共用一个标签页时草稿属于谁：任何能加以区分的标识。",
    ],
    guard: [
      "Whether the browser asks before a page with unsaved changes is left.",
      "有未保存的更改时，离开页面前浏览器是否询问。",
    ],
    json: ['Shows "View JSON" at the end.', "在末尾显示“查看 JSON”。"],
    "heading-level": [
      "Level of the title, from 1 to 5; sections are one below.",
      "标题的级别，1 至 5；各部分的标题低一级。",
    ],
    "wasm-url": [
      "Where the WebAssembly module is, where it is not beside the JavaScript.",
      "WebAssembly 模块的地址（不在 JavaScript 旁边时）。",
    ],
  },
  properties: {
    value: [
      "The document with everything that was typed, as JSON text. Set: a document of the page's own, loaded from nowhere.",
      "文档连同已输入的全部内容，为 JSON 文本。赋值即交给元素一个由页面提供的文档，不再加载。",
    ],
    baseline: ["The document as it was loaded or saved last.", "上次加载或保存时的文档。"],
    etag: ["Its entity tag.", "该文档的实体标记。"],
    tokenProvider: [
      "Asked for a token before each request; left out, none is sent (a proxy adds it).",
      "每次请求前向它索取令牌；不设置则不发送令牌（由代理添加）。",
    ],
    fetch: ["Sends the requests, in place of the page's own `fetch`.", "代替页面的 `fetch` 发送请求。"],
    messages: [
      "Texts of the page's own, by key, over those of the language.",
      "页面自备的文字，按键覆盖该语言的文字。",
    ],
    dirty: ["There are unsaved changes.", "有未保存的更改。"],
    state: ["What the editor is doing.", "编辑器正在做什么。"],
    errors: ["What keeps it from being saved, now.", "目前使其无法保存的问题。"],
    changes: ["What differs from `baseline`.", "与 `baseline` 的不同之处。"],
  },
  methods: {
    define: [
      "Defines the tag, unless the name is taken: then it says so in the console once.",
      "定义标签；名称已被占用时不再定义，只在控制台提示一次。",
    ],
    load: ["Loads the referral anew.", "重新加载引荐。"],
    save: [
      "As Save does. Null where nothing was sent: nothing changed, or somebody stopped it.",
      "与“保存”按钮相同。未发送任何内容时为 null：没有更改，或保存被中止。",
    ],
    discard: ["Takes all changes back, without asking.", "放弃全部更改，不询问。"],
    validate: [
      "Shows what is wrong, as Save does, and sends nothing. Whether nothing is.",
      "像“保存”一样指出问题，但不发送；返回是否没有问题。",
    ],
    undo: ["Takes the last change back.", "撤消上一项更改。"],
    redo: ["Makes it again.", "重做撤消的更改。"],
    focusField: [
      "Focuses the control of a member, by its JSON Pointer. Whether there is one.",
      "按 JSON Pointer 将焦点移到相应的控件；返回是否有此控件。",
    ],
    focus: ["Focuses the first field.", "将焦点移到第一个字段。"],
    confirmLeave: [
      "Asks whether to leave where there are unsaved changes. Whether it may be left.",
      "有未保存的更改时询问是否离开；返回可否离开。",
    ],
  },
  events: {
    "referral-load": ["A referral was loaded from the service.", "已从服务加载引荐。"],
    "referral-change": ["A person changed something, or took it back.", "用户作出或撤回了更改。"],
    "referral-before-save": [
      "A save is about to be sent. `preventDefault()` stops it.",
      "即将发送保存请求。`preventDefault()` 可中止。",
    ],
    "referral-save": ["The server holds the edit.", "服务器已存有所做的更改。"],
    "referral-conflict": [
      "Somebody else changed the same. `preventDefault()`: the page shows it, and the editor does not.",
      "其他人更改了相同内容。调用 `preventDefault()` 后由页面自行展示，编辑器不再展示。",
    ],
    "referral-error": ["A load or a save did not succeed.", "加载或保存未成功。"],
    "referral-auth-required": [
      "The sign-in has ended, or another step of it is asked for.",
      "登录已过期，或需要再次验证身份。",
    ],
    "referral-telemetry": ["Something was done: for statistics of the page.", "完成了一项操作，供页面统计。"],
  },
  slots: {
    header: ["beside the title", "标题旁"],
    actions: ["in the save bar, before its buttons", "保存栏中，按钮之前"],
    "sign-in": ["in the banner that says that the sign-in has ended", "登录过期的横幅中"],
  },
  parts: {
    form: ["the whole form", "整个表单"],
    header: ["title, status and facts", "标题、状态和要点"],
    title: ["the heading", "标题"],
    section: ["each section", "每个部分"],
    "section-title": ["the heading of a section", "部分的标题"],
    field: ["a label with its control, hint and error", "标签及其控件、提示和错误"],
    label: ["the label of a control", "控件的标签"],
    hint: ["the hint of a control", "控件的提示"],
    error: ["the error of a control", "控件的错误"],
    input: ["a control", "控件"],
    path: ["the picture of the lifecycle", "生命周期示意"],
    step: ["a step of it", "其中的一步"],
    summary: ["the summary of errors", "错误摘要"],
    conflict: ["the panel of conflicts", "冲突面板"],
    review: ["the review before a save", "保存前的核对"],
    "save-bar": ["the bar with the buttons", "按钮所在的保存栏"],
    "save-button": ["Save", "“保存”按钮"],
    "discard-button": ["Discard", "“放弃”按钮"],
    json: ["the JSON view", "JSON 视图"],
  },
  states: {
    loading: ["the referral is being loaded", "正在加载引荐"],
    dirty: ["there are unsaved changes", "有未保存的更改"],
    saving: ["a save is under way", "正在保存"],
    saved: ["the last save succeeded, and nothing was changed since", "上次保存成功，此后没有更改"],
    conflict: ["a conflict waits for a decision", "有冲突待处理"],
    error: ["the last load or save did not succeed", "上次加载或保存未成功"],
    readonly: ["nothing can be edited", "不可编辑"],
  },
  cssProperties: {
    "--referral-color-text": ["text", "文字"],
    "--referral-color-hint": ["hints and labels", "提示和标签"],
    "--referral-color-background": ["the background", "背景"],
    "--referral-color-border": ["borders of controls", "控件边框"],
    "--referral-color-accent": ["the primary button, chosen things", "主按钮和已选项"],
    "--referral-color-on-accent": ["text on the accent colour", "强调色上的文字"],
    "--referral-color-link": ["links", "链接"],
    "--referral-color-error": ["errors", "错误"],
    "--referral-color-error-background": ["the background of errors", "错误的背景"],
    "--referral-color-warning-background": ["the background of warnings", "警告的背景"],
    "--referral-color-focus": ["the focus ring", "焦点框"],
    "--referral-font": ["the font family", "字体"],
    "--referral-radius": ["the radius of corners", "圆角半径"],
    "--referral-gap": ["the distance between fields", "字段间距"],
    "--referral-input-height": ["the height of controls", "控件高度"],
    "--referral-max-width": ["the widest that the form gets", "表单的最大宽度"],
  },
};
