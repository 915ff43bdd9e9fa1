<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN">
<context>
    <name>About</name>
    <message>
        <source>About</source>
        <translation>关于</translation>
    </message>
    <message>
        <source>Cria, the built-in demo model, was trained for Paddock on text that a program of ours wrote (MIT).</source>
        <translation>内置演示模型 Cria 是为 Paddock 训练的，训练文本由我们自己的程序生成（MIT 许可）。</translation>
    </message>
    <message>
        <source>Paddock is under the MIT licence. Qt and PySide6 are under the LGPL, llama.cpp under the MIT licence, the icons are Lucide’s (ISC).</source>
        <translation>Paddock 采用 MIT 许可协议。Qt 与 PySide6 采用 LGPL，llama.cpp 采用 MIT，图标来自 Lucide（ISC）。</translation>
    </message>
    <message>
        <source>What is inside, and its licences</source>
        <translation>包含的组件及其许可证</translation>
    </message>
    <message>
        <source>not installed</source>
        <translation>未安装</translation>
    </message>
</context>
<context>
    <name>AccountCard</name>
    <message>
        <source>Access token</source>
        <translation>访问令牌</translation>
    </message>
    <message>
        <source>Asking Hugging Face…</source>
        <translation>正在询问 Hugging Face…</translation>
    </message>
    <message>
        <source>Asking the keyring…</source>
        <translation>正在询问密钥环…</translation>
    </message>
    <message>
        <source>Check it</source>
        <translation>检查</translation>
    </message>
    <message>
        <source>It belongs to %1.</source>
        <translation>它属于 %1。</translation>
    </message>
    <message>
        <source>It is in this system&apos;s keyring.</source>
        <translation>它已存入这个系统的密钥环。</translation>
    </message>
    <message>
        <source>It is removed.</source>
        <translation>已移除。</translation>
    </message>
    <message>
        <source>It is used until Paddock is closed, and written nowhere.</source>
        <translation>它会用到 Paddock 关闭为止，不会写到任何地方。</translation>
    </message>
    <message>
        <source>Make one…</source>
        <translation>创建令牌…</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Some publishers ask who takes their model. The token of your account at Hugging Face is kept in this system&apos;s keyring, is sent to huggingface.co alone, with a download, and never to a mirror.</source>
        <translation>有些发布者要知道谁在取用模型。你的 Hugging Face 账号令牌保存在这个系统的密钥环里，只在下载时发给 huggingface.co，绝不发给镜像。</translation>
    </message>
    <message>
        <source>there is one; type another to replace it</source>
        <translation>已有一个；输入另一个可替换它</translation>
    </message>
</context>
<context>
    <name>AnswerPopup</name>
    <message>
        <source>Answer of %1</source>
        <translation>%1 的回答</translation>
    </message>
    <message>
        <source>As the model found it</source>
        <translation>恢复模型的结果</translation>
    </message>
    <message>
        <source>Several: with a semicolon between them</source>
        <translation>多个：用分号隔开</translation>
    </message>
    <message>
        <source>States none</source>
        <translation>没有提到</translation>
    </message>
</context>
<context>
    <name>ArrivalDialog</name>
    <message numerus="yes">
        <source>%n model(s)</source>
        <translation>
            <numerusform>%n 个模型</numerusform>
        </translation>
    </message>
    <message>
        <source>Accept the licences and add</source>
        <translation>接受许可并添加</translation>
    </message>
    <message>
        <source>Add models from another computer</source>
        <translation>添加来自另一台电脑的模型</translation>
    </message>
    <message>
        <source>Add to this computer</source>
        <translation>添加到这台电脑</translation>
    </message>
    <message>
        <source>All of them are here.</source>
        <translation>它们都已在这里。</translation>
    </message>
    <message>
        <source>Every file is checked against the checksum in the bundle before it is used.</source>
        <translation>每个文件使用前都会与模型包中的校验和核对。</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>许可</translation>
    </message>
    <message>
        <source>licence unknown</source>
        <translation>许可未知</translation>
    </message>
</context>
<context>
    <name>Banner</name>
    <message>
        <source>Dismiss</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>Card</name>
    <message>
        <source>%1 of %2 pages processed</source>
        <translation>已处理 %1 / %2 页</translation>
    </message>
    <message>
        <source>Counted by code; each item stands in its passage. What the model overlooked is missing.</source>
        <translation>由程序计数，每一项都在其原文中。模型漏看的不在其中。</translation>
    </message>
    <message>
        <source>Summarising %1</source>
        <translation>正在总结 %1</translation>
    </message>
    <message>
        <source>Paused. What was done is kept.</source>
        <translation>已暂停。已完成的部分会保留。</translation>
    </message>
    <message>
        <source>%1 of %2 files processed</source>
        <translation>已处理 %1 / %2 个文件</translation>
    </message>
    <message>
        <source>%1 tokens, as notes %2</source>
        <translation>%1 个 token，要点为 %2</translation>
    </message>
    <message numerus="yes">
        <source>%n doubtful</source>
        <translation>
            <numerusform>%n 处存疑</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n message(s)</source>
        <translation>
            <numerusform>%n 条消息</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n point(s) checked</source>
        <translation>
            <numerusform>%n 个要点已核对</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n sentence(s) chosen by rule</source>
        <translation>
            <numerusform>%n 句按规则选出</numerusform>
        </translation>
    </message>
    <message>
        <source>Answer from %1</source>
        <translation>来自 %1 的回答</translation>
    </message>
    <message>
        <source>Asking every file %1</source>
        <translation>正在询问每个文件 %1</translation>
    </message>
    <message>
        <source>Asking every part %1</source>
        <translation>正在逐段提问 %1</translation>
    </message>
    <message>
        <source>By the built-in demo model: it quotes well and knows nothing.</source>
        <translation>由内置演示模型完成：它擅长摘录原文，但没有任何知识。</translation>
    </message>
    <message>
        <source>Cancelled. What was done is kept for another time.</source>
        <translation>已取消。已完成的部分会保留。</translation>
    </message>
    <message>
        <source>Comparing %1</source>
        <translation>正在比较 %1</translation>
    </message>
    <message>
        <source>Comparison of %1</source>
        <translation>%1 的比较</translation>
    </message>
    <message>
        <source>Drafting tests %1</source>
        <translation>正在起草测试 %1</translation>
    </message>
    <message>
        <source>Every cell as the file has it, without the model; totals added up again.</source>
        <translation>每个单元格都与文件一致，不经模型；合计已重新加总。</translation>
    </message>
    <message>
        <source>Explanation of %1</source>
        <translation>%1 的讲解</translation>
    </message>
    <message>
        <source>Figures, addresses, placeholders and terms checked. Meaning is not.</source>
        <translation>已核对数字、网址、占位符和术语；含义未核对。</translation>
    </message>
    <message>
        <source>Found by comparing the texts sentence by sentence, not by the model.</source>
        <translation>由程序逐句比对得出，并非由模型判断。</translation>
    </message>
    <message>
        <source>Key sentences, picked by the demo model: %1</source>
        <translation>由演示模型挑出的重点句：%1</translation>
    </message>
    <message>
        <source>Lines, copied code and names checked against the file. What is said of them is not.</source>
        <translation>行号、引用的代码和名称已与文件核对；对它们的评述未核对。</translation>
    </message>
    <message>
        <source>List from %1</source>
        <translation>%1 的清单</translation>
    </message>
    <message>
        <source>Looking for tables %1</source>
        <translation>正在查找表格 %1</translation>
    </message>
    <message>
        <source>Looking for the answer %1</source>
        <translation>正在查找答案 %1</translation>
    </message>
    <message>
        <source>Not in use: the model reads the messages themselves.</source>
        <translation>未使用：模型读取原来的消息。</translation>
    </message>
    <message>
        <source>Notes on the older messages</source>
        <translation>较早消息的要点</translation>
    </message>
    <message>
        <source>Only the beginning is shown here. Save it to read all of it.</source>
        <translation>这里只显示开头。另存后可阅读全文。</translation>
    </message>
    <message>
        <source>Parsed and their names looked up. They were never run.</source>
        <translation>已解析并核对名称；从未运行过。</translation>
    </message>
    <message>
        <source>Picking sentences %1</source>
        <translation>正在挑选句子 %1</translation>
    </message>
    <message>
        <source>Quick: the model read only sentences that a rule chose.</source>
        <translation>快速：模型只读了按规则选出的句子。</translation>
    </message>
    <message>
        <source>Reading the code %1</source>
        <translation>正在阅读代码 %1</translation>
    </message>
    <message>
        <source>Reading the file</source>
        <translation>正在读取文件</translation>
    </message>
    <message numerus="yes">
        <source>Report over %n file(s)</source>
        <translation>
            <numerusform>%n 个文件的报告</numerusform>
        </translation>
    </message>
    <message>
        <source>Review of %1</source>
        <translation>%1 的审查</translation>
    </message>
    <message>
        <source>Stopped by an error. What was done is kept.</source>
        <translation>因错误而停止。已完成的部分会保留。</translation>
    </message>
    <message>
        <source>Tables of %1</source>
        <translation>%1 的表格</translation>
    </message>
    <message>
        <source>Tests for %1</source>
        <translation>%1 的测试</translation>
    </message>
    <message>
        <source>The model reads these notes in place of those messages, which all stay in the chat.</source>
        <translation>模型读取这些要点来代替那些消息；那些消息都保留在对话中。</translation>
    </message>
    <message>
        <source>Translating %1</source>
        <translation>正在翻译 %1</translation>
    </message>
    <message>
        <source>Translation of %1</source>
        <translation>%1 的译文</translation>
    </message>
    <message>
        <source>Waiting for its turn</source>
        <translation>等待中</translation>
    </message>
    <message>
        <source>Wording, numbers, dates and names checked against the source. Meaning and omissions are not.</source>
        <translation>措辞、数字、日期和名称已与原文核对；含义与遗漏未核对。</translation>
    </message>
    <message>
        <source>Summary of %1</source>
        <translation>%1 的摘要</translation>
    </message>
    <message>
        <source>Not read, only pictures: pages %1</source>
        <translation>只有图片、未读取的页：%1</translation>
    </message>
</context>
<context>
    <name>CardActions</name>
    <message>
        <source>Save as</source>
        <translation>另存为</translation>
    </message>
    <message>
        <source>Saved as %1</source>
        <translation>已保存为 %1</translation>
    </message>
</context>
<context>
    <name>Carrying</name>
    <message>
        <source>%1 of %2</source>
        <translation>%1 / %2</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Starting</source>
        <translation>正在开始</translation>
    </message>
</context>
<context>
    <name>ChatController</name>
    <message>
        <source>The answer is still being written. Wait for its end, or stop it first.</source>
        <translation>回答还在生成中。请等待结束，或先停止它。</translation>
    </message>
</context>
<context>
    <name>ChatControls</name>
    <message numerus="yes">
        <source>%n preset(s) imported</source>
        <translation>
            <numerusform>已导入 %n 个预设</numerusform>
        </translation>
    </message>
    <message>
        <source>Export presets</source>
        <translation>导出预设</translation>
    </message>
    <message>
        <source>From your settings: %1</source>
        <translation>来自你的设置：%1</translation>
    </message>
    <message>
        <source>Import presets</source>
        <translation>导入预设</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Recommended for this model: %1</source>
        <translation>此模型的推荐值：%1</translation>
    </message>
    <message>
        <source>Save as a preset</source>
        <translation>保存为预设</translation>
    </message>
    <message>
        <source>Saved as %1</source>
        <translation>已保存为 %1</translation>
    </message>
    <message>
        <source>Usual: %1</source>
        <translation>默认：%1</translation>
    </message>
</context>
<context>
    <name>ChatDesk</name>
    <message>
        <source>Chat deleted</source>
        <translation>对话已删除</translation>
    </message>
    <message>
        <source>Folder deleted</source>
        <translation>文件夹已删除</translation>
    </message>
    <message>
        <source>Moved out of the folder</source>
        <translation>已移出文件夹</translation>
    </message>
    <message>
        <source>Moved to “%1”</source>
        <translation>已移到“%1”</translation>
    </message>
</context>
<context>
    <name>ChatHeader</name>
    <message>
        <source>Done</source>
        <translation>完成</translation>
    </message>
    <message>
        <source>Instructions</source>
        <translation>指令</translation>
    </message>
    <message>
        <source>Instructions of this chat</source>
        <translation>此对话的指令</translation>
    </message>
    <message>
        <source>Instructions: set</source>
        <translation>指令：已设置</translation>
    </message>
    <message>
        <source>Kept with this chat. New chats begin with those of the settings.</source>
        <translation>随此对话保存。新对话从设置中的指令开始。</translation>
    </message>
    <message>
        <source>Preset</source>
        <translation>预设</translation>
    </message>
    <message>
        <source>Preset: %1</source>
        <translation>预设：%1</translation>
    </message>
    <message>
        <source>Say who the model is and how it should answer</source>
        <translation>说明模型的身份和回答方式</translation>
    </message>
    <message>
        <source>Who the model is and how it should answer; it reads this before every message.</source>
        <translation>模型是谁、该怎样回答；每次回答前它都会先读这段话。</translation>
    </message>
</context>
<context>
    <name>ChatList</name>
    <message>
        <source>New chat</source>
        <translation>新对话</translation>
    </message>
    <message>
        <source>Pinned</source>
        <translation>已置顶</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>今天</translation>
    </message>
    <message>
        <source>Yesterday</source>
        <translation>昨天</translation>
    </message>
    <message>
        <source>Previous 7 days</source>
        <translation>过去 7 天</translation>
    </message>
    <message numerus="yes">
        <source>Folder %1, %n chat(s)</source>
        <translation>
            <numerusform>文件夹 %1，%n 个对话</numerusform>
        </translation>
    </message>
    <message>
        <source>Folders</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <source>In messages</source>
        <translation>消息中</translation>
    </message>
    <message>
        <source>Nothing found</source>
        <translation>没有找到</translation>
    </message>
    <message>
        <source>Previous 30 days</source>
        <translation>过去 30 天</translation>
    </message>
</context>
<context>
    <name>ChatPage</name>
    <message>
        <source>Attach files</source>
        <translation>添加文件</translation>
    </message>
    <message>
        <source>Choose two files to compare</source>
        <translation>选择两个要比较的文件</translation>
    </message>
    <message>
        <source>Loading %1</source>
        <translation>正在加载 %1</translation>
    </message>
    <message>
        <source>Reading %1</source>
        <translation>正在读取 %1</translation>
    </message>
    <message>
        <source>Report over a folder</source>
        <translation>为文件夹生成报告</translation>
    </message>
    <message>
        <source>Save code</source>
        <translation>保存代码</translation>
    </message>
    <message>
        <source>Saved as %1</source>
        <translation>已保存为 %1</translation>
    </message>
    <message>
        <source>Summarise files</source>
        <translation>总结文件</translation>
    </message>
    <message>
        <source>The model is not answering…</source>
        <translation>模型没有响应…</translation>
    </message>
    <message>
        <source>Writing</source>
        <translation>正在写</translation>
    </message>
</context>
<context>
    <name>ChatView</name>
    <message>
        <source>Chats</source>
        <translation>对话</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Delete folder, keep its chats</source>
        <translation>删除文件夹，保留其中的对话</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>导出…</translation>
    </message>
    <message>
        <source>Instructions…</source>
        <translation>指令…</translation>
    </message>
    <message>
        <source>Move to</source>
        <translation>移到</translation>
    </message>
    <message>
        <source>Name:</source>
        <translation>名称：</translation>
    </message>
    <message>
        <source>New chat here</source>
        <translation>在此新建对话</translation>
    </message>
    <message>
        <source>New folder</source>
        <translation>新建文件夹</translation>
    </message>
    <message>
        <source>New folder…</source>
        <translation>新建文件夹…</translation>
    </message>
    <message>
        <source>Out of the folder</source>
        <translation>移出文件夹</translation>
    </message>
    <message>
        <source>Pin</source>
        <translation>置顶</translation>
    </message>
    <message>
        <source>Rename chat</source>
        <translation>重命名对话</translation>
    </message>
    <message>
        <source>Rename folder</source>
        <translation>重命名文件夹</translation>
    </message>
    <message>
        <source>Rename…</source>
        <translation>重命名…</translation>
    </message>
    <message>
        <source>Save as PDF…</source>
        <translation>另存为 PDF…</translation>
    </message>
    <message>
        <source>Title:</source>
        <translation>标题：</translation>
    </message>
    <message>
        <source>Unpin</source>
        <translation>取消置顶</translation>
    </message>
</context>
<context>
    <name>Chip</name>
    <message>
        <source>Do with %1</source>
        <translation>处理 %1</translation>
    </message>
    <message>
        <source>Remove %1</source>
        <translation>移除 %1</translation>
    </message>
</context>
<context>
    <name>CodeOffers</name>
    <message>
        <source>Copy code</source>
        <translation>复制代码</translation>
    </message>
    <message>
        <source>Save code as a file</source>
        <translation>将代码存为文件</translation>
    </message>
    <message>
        <source>Wrap long lines of code</source>
        <translation>代码长行自动换行</translation>
    </message>
</context>
<context>
    <name>Composer</name>
    <message>
        <source>Ask anything, or drop files here</source>
        <translation>随便问点什么，或把文件拖到这里</translation>
    </message>
    <message>
        <source>Message</source>
        <translation>消息</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Send</source>
        <translation>发送</translation>
    </message>
    <message>
        <source>Attach files</source>
        <translation>添加文件</translation>
    </message>
</context>
<context>
    <name>ContextDial</name>
    <message numerus="yes">
        <source>%1 tokens, about %n page(s)</source>
        <translation>
            <numerusform>%1 token，约 %n 页</numerusform>
        </translation>
    </message>
    <message>
        <source>Context length</source>
        <translation>上下文长度</translation>
    </message>
    <message>
        <source>How much of the chat and of its files the model has in view at once. Longer needs more memory.</source>
        <translation>模型一次能看到的对话和文件内容有多少。越长占用的内存越多。</translation>
    </message>
    <message>
        <source>Known as soon as a model is loaded.</source>
        <translation>加载模型后才能知道。</translation>
    </message>
    <message>
        <source>Load again with this</source>
        <translation>用此长度重新加载</translation>
    </message>
    <message>
        <source>in force now</source>
        <translation>当前</translation>
    </message>
</context>
<context>
    <name>ContextPanel</name>
    <message>
        <source>%1: %2 tokens, and about %3 as notes.</source>
        <translation>%1：%2 个 token，整理成要点约 %3 个。</translation>
    </message>
    <message numerus="yes">
        <source>%n older message(s), %1 tokens, become notes; the model then reads about %2 tokens in all.</source>
        <translation>
            <numerusform>%n 条较早的消息（%1 个 token）变为要点；之后模型总共读取约 %2 个 token。</numerusform>
        </translation>
    </message>
    <message>
        <source>Go on in a new branch</source>
        <translation>在新分支中继续</translation>
    </message>
    <message>
        <source>It can be undone.</source>
        <translation>可以撤销。</translation>
    </message>
    <message>
        <source>It needs %1 tokens and the context holds %2. Nothing was cut: choose how to go on.</source>
        <translation>需要 %1 个 token，而上下文只能容纳 %2 个。没有删减任何内容：请选择如何继续。</translation>
    </message>
    <message>
        <source>Load the model with a context of %1</source>
        <translation>以 %1 的上下文重新加载模型</translation>
    </message>
    <message>
        <source>Make notes of the attached files</source>
        <translation>把添加的文件整理成要点</translation>
    </message>
    <message>
        <source>Make notes of the older messages</source>
        <translation>把较早的消息整理成要点</translation>
    </message>
    <message>
        <source>Making notes: %1</source>
        <translation>正在整理要点：%1</translation>
    </message>
    <message>
        <source>Not now</source>
        <translation>以后再说</translation>
    </message>
    <message numerus="yes">
        <source>Only the last %n message(s) go along, %1 tokens.</source>
        <translation>
            <numerusform>只带上最后 %n 条消息，共 %1 个 token。</numerusform>
        </translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>The message itself has %1 tokens.</source>
        <translation>消息本身有 %1 个 token。</translation>
    </message>
    <message>
        <source>The model reads what is to be shortened, part by part. Every message is kept.</source>
        <translation>模型正在逐段读取要缩短的内容。所有消息都会保留。</translation>
    </message>
    <message>
        <source>The others stay in the old branch.</source>
        <translation>其余的留在原来的分支中。</translation>
    </message>
    <message>
        <source>This chat has become too long for the model to read at once</source>
        <translation>这段对话已超出模型一次能读取的长度</translation>
    </message>
    <message>
        <source>Write the message anew</source>
        <translation>重新编写消息</translation>
    </message>
</context>
<context>
    <name>ControlsPanel</name>
    <message>
        <source>All as usual</source>
        <translation>全部恢复默认</translation>
    </message>
    <message>
        <source>Controls of this chat</source>
        <translation>此对话的参数</translation>
    </message>
    <message>
        <source>Fold the controls up</source>
        <translation>收起参数</translation>
    </message>
    <message>
        <source>Less</source>
        <translation>收起</translation>
    </message>
    <message>
        <source>More</source>
        <translation>更多</translation>
    </message>
</context>
<context>
    <name>CrashDialog</name>
    <message>
        <source>Copy the report</source>
        <translation>复制报告</translation>
    </message>
    <message>
        <source>Something went wrong inside Paddock.</source>
        <translation>Paddock 内部出了问题。</translation>
    </message>
    <message>
        <source>Your chats are saved. A report was written on this computer and is sent to nobody:
%1</source>
        <translation>你的对话已保存。报告已写在这台电脑上，不会发送给任何人：
%1</translation>
    </message>
</context>
<context>
    <name>DeletedDialog</name>
    <message numerus="yes">
        <source>%n more</source>
        <translation>
            <numerusform>还有 %n 个</numerusform>
        </translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Chats stay here for 30 days, then they are removed for good.</source>
        <translation>对话在这里保留 30 天，之后永久删除。</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Delete all for good…</source>
        <translation>全部永久删除…</translation>
    </message>
    <message>
        <source>Delete all of these chats for good? They go from the backups too and cannot be brought back.</source>
        <translation>要永久删除所有这些对话吗？备份中的也会一并删除，无法恢复。</translation>
    </message>
    <message>
        <source>Delete for good</source>
        <translation>永久删除</translation>
    </message>
    <message>
        <source>Delete for good: %1</source>
        <translation>永久删除：%1</translation>
    </message>
    <message>
        <source>Delete “%1” for good? It goes from the backups too and cannot be brought back.</source>
        <translation>要永久删除“%1”吗？备份中的也会一并删除，无法恢复。</translation>
    </message>
    <message>
        <source>New chat</source>
        <translation>新对话</translation>
    </message>
    <message>
        <source>Nothing was deleted in the last 30 days.</source>
        <translation>最近 30 天没有删除过对话。</translation>
    </message>
    <message>
        <source>Recently deleted</source>
        <translation>最近删除</translation>
    </message>
    <message numerus="yes">
        <source>Removed for good in %n day(s)</source>
        <translation>
            <numerusform>%n 天后永久删除</numerusform>
        </translation>
    </message>
    <message>
        <source>Restore</source>
        <translation>恢复</translation>
    </message>
</context>
<context>
    <name>DepartureDialog</name>
    <message numerus="yes">
        <source>%n model(s)</source>
        <translation>
            <numerusform>%n 个模型</numerusform>
        </translation>
    </message>
    <message>
        <source>Complete: %1</source>
        <translation>已完成：%1</translation>
    </message>
    <message>
        <source>For a computer without a network: copy them to a stick or a disk, and drop them on Paddock there.</source>
        <translation>给没有网络的电脑：复制到 U 盘或硬盘，在那台电脑上拖到 Paddock 上即可。</translation>
    </message>
    <message>
        <source>Into a folder…</source>
        <translation>存为文件夹…</translation>
    </message>
    <message>
        <source>Into one file…</source>
        <translation>存为一个文件…</translation>
    </message>
    <message>
        <source>Take models to another computer</source>
        <translation>把模型带到另一台电脑</translation>
    </message>
    <message>
        <source>Where to</source>
        <translation>存到哪里</translation>
    </message>
</context>
<context>
    <name>Detours</name>
    <message>
        <source>%1 cannot be reached from here, or has not got the file. Other ways to the same model:</source>
        <translation>从这里连不上 %1，或者那里没有这个文件。获取同一个模型的其他途径：</translation>
    </message>
    <message>
        <source>Add a file…</source>
        <translation>添加文件…</translation>
    </message>
    <message>
        <source>Every file is checked against its published checksum, wherever it comes from.</source>
        <translation>无论来自哪里，每个文件都会与公布的校验和核对。</translation>
    </message>
    <message>
        <source>Get it from %1</source>
        <translation>从 %1 获取</translation>
    </message>
    <message>
        <source>Own mirror or proxy…</source>
        <translation>自定义镜像或代理…</translation>
    </message>
</context>
<context>
    <name>Dial</name>
    <message>
        <source>%1: back to %2</source>
        <translation>%1：恢复为 %2</translation>
    </message>
    <message>
        <source>Back to the usual value</source>
        <translation>恢复默认值</translation>
    </message>
</context>
<context>
    <name>DownloadCard</name>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>继续</translation>
    </message>
</context>
<context>
    <name>DropOverlay</name>
    <message>
        <source>Summarise</source>
        <translation>总结</translation>
    </message>
    <message>
        <source>Every point with the passage it comes from</source>
        <translation>每个要点都附有出处原文</translation>
    </message>
    <message>
        <source>Ask</source>
        <translation>提问</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>比较</translation>
    </message>
    <message>
        <source>Report</source>
        <translation>报告</translation>
    </message>
    <message>
        <source>The files go with your next message</source>
        <translation>文件会随下一条消息一起发送</translation>
    </message>
    <message>
        <source>The same questions to every file, counted</source>
        <translation>向每个文件问同样的问题并统计</translation>
    </message>
    <message>
        <source>What differs, side by side</source>
        <translation>两者有何不同，并排列出</translation>
    </message>
    <message>
        <source>Read on this computer, never uploaded</source>
        <translation>只在这台电脑上读取，绝不上传</translation>
    </message>
    <message numerus="yes">
        <source>Drop to read %n file(s)</source>
        <translation>
            <numerusform>松开鼠标即可读取 %n 个文件</numerusform>
        </translation>
    </message>
    <message>
        <source>Drop to add the model</source>
        <translation>松开鼠标即可添加模型</translation>
    </message>
    <message>
        <source>Not readable</source>
        <translation>无法读取</translation>
    </message>
</context>
<context>
    <name>Drops</name>
    <message>
        <source>There are more than %1 files. The first %1 are taken.</source>
        <translation>文件超过 %1 个，只取前 %1 个。</translation>
    </message>
</context>
<context>
    <name>Editing</name>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Editing a message: the old one stays beside it</source>
        <translation>正在编辑消息：旧版本会保留</translation>
    </message>
</context>
<context>
    <name>EmptyState</name>
    <message>
        <source>A function, a script, a test</source>
        <translation>函数、脚本或测试</translation>
    </message>
    <message>
        <source>A letter, a mail, a report</source>
        <translation>信件、邮件或报告</translation>
    </message>
    <message>
        <source>Ask about a file</source>
        <translation>就文件提问</translation>
    </message>
    <message>
        <source>Compare two files</source>
        <translation>比较两个文件</translation>
    </message>
    <message>
        <source>Every point with the passage it comes from</source>
        <translation>每个要点都附有出处原文</translation>
    </message>
    <message>
        <source>Everything you write and every file stays on this computer.</source>
        <translation>你写的一切和所有文件都留在这台电脑上。</translation>
    </message>
    <message>
        <source>Improve a text</source>
        <translation>润色文字</translation>
    </message>
    <message>
        <source>Its text goes with your question</source>
        <translation>文件内容会随问题一起发送</translation>
    </message>
    <message>
        <source>Report over a folder</source>
        <translation>为文件夹生成报告</translation>
    </message>
    <message>
        <source>Rewrite this text so that it is clear and polite:

</source>
        <translation>请改写下面这段文字，使其清楚而得体：

</translation>
    </message>
    <message>
        <source>Summarise a document</source>
        <translation>总结文档</translation>
    </message>
    <message>
        <source>The same questions to every file, counted</source>
        <translation>向每个文件问同样的问题并统计</translation>
    </message>
    <message>
        <source>What are you working on?</source>
        <translation>今天想做点什么？</translation>
    </message>
    <message>
        <source>What differs, side by side</source>
        <translation>两者有何不同，并排列出</translation>
    </message>
    <message>
        <source>Write a Python function that </source>
        <translation>写一个 Python 函数，</translation>
    </message>
    <message>
        <source>Write code</source>
        <translation>写代码</translation>
    </message>
</context>
<context>
    <name>Engine</name>
    <message>
        <source>%1 at most, of the engine’s process</source>
        <translation>最多 %1（引擎进程）</translation>
    </message>
    <message>
        <source>%1 of %2 on the card, all programs together</source>
        <translation>显卡上共 %2，所有程序合计占用 %1</translation>
    </message>
    <message>
        <source>%1 of %2 tokens used</source>
        <translation>已用 %1 / %2 token</translation>
    </message>
    <message>
        <source>%1 tok/s, first token after %2 s</source>
        <translation>%1 token/秒，首个 token 用 %2 秒</translation>
    </message>
    <message>
        <source>%1 tokens</source>
        <translation>%1 token</translation>
    </message>
    <message>
        <source>Computes on</source>
        <translation>计算设备</translation>
    </message>
    <message>
        <source>Context</source>
        <translation>上下文</translation>
    </message>
    <message>
        <source>Engine</source>
        <translation>引擎</translation>
    </message>
    <message>
        <source>Last answer</source>
        <translation>上一个回答</translation>
    </message>
    <message>
        <source>Layers</source>
        <translation>层</translation>
    </message>
    <message>
        <source>Memory, measured</source>
        <translation>实测内存</translation>
    </message>
    <message>
        <source>Memory, predicted</source>
        <translation>预计内存</translation>
    </message>
    <message>
        <source>Processor</source>
        <translation>处理器</translation>
    </message>
</context>
<context>
    <name>EnginePopover</name>
    <message>
        <source>%1: %2 of %3 free</source>
        <translation>%1：%3 中空闲 %2</translation>
    </message>
    <message>
        <source>Asking the engine…</source>
        <translation>正在询问引擎…</translation>
    </message>
    <message>
        <source>Compute on</source>
        <translation>用什么计算</translation>
    </message>
    <message>
        <source>Figures of the engine</source>
        <translation>引擎的数据</translation>
    </message>
    <message>
        <source>How fast it is here</source>
        <translation>本机运行速度</translation>
    </message>
    <message>
        <source>Processor only</source>
        <translation>仅处理器</translation>
    </message>
    <message>
        <source>The card with most memory free</source>
        <translation>空闲内存最多的显卡</translation>
    </message>
</context>
<context>
    <name>FastControl</name>
    <message>
        <source>Choose another</source>
        <translation>选择另一个</translation>
    </message>
    <message>
        <source>Get a small model…</source>
        <translation>下载一个小模型…</translation>
    </message>
    <message>
        <source>The fast model is not there any more; the large one answers.</source>
        <translation>快速模型已不在；由大模型回答。</translation>
    </message>
    <message>
        <source>“%1” does not fit beside the large model: %2</source>
        <translation>“%1”无法与大模型同时装下：%2</translation>
    </message>
</context>
<context>
    <name>FiguresTable</name>
    <message numerus="yes">
        <source>%1: %n file(s), show them</source>
        <translation>
            <numerusform>%1：%n 个文件，点击查看</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n need(s) a look</source>
        <translation>
            <numerusform>%n 个需要查看</numerusform>
        </translation>
    </message>
    <message>
        <source>Show these files</source>
        <translation>查看这些文件</translation>
    </message>
</context>
<context>
    <name>File</name>
    <message>
        <source>Choose…</source>
        <translation>选择…</translation>
    </message>
</context>
<context>
    <name>FileMenu</name>
    <message>
        <source>%1 (found)</source>
        <translation>%1（识别结果）</translation>
    </message>
    <message>
        <source>Do with this file</source>
        <translation>处理这个文件</translation>
    </message>
    <message>
        <source>Encoding</source>
        <translation>编码</translation>
    </message>
    <message>
        <source>Find out</source>
        <translation>自动识别</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
</context>
<context>
    <name>FileTasks</name>
    <message>
        <source>%1 files go with a message at most. A report or a list takes more.</source>
        <translation>一条消息最多附带 %1 个文件。更多文件请用报告或清单。</translation>
    </message>
    <message>
        <source>Choose two files to compare.</source>
        <translation>请选择两个要比较的文件。</translation>
    </message>
    <message>
        <source>Compare %1</source>
        <translation>比较 %1</translation>
    </message>
    <message>
        <source>Draft tests for %1</source>
        <translation>为 %1 起草测试</translation>
    </message>
    <message>
        <source>Explain %1</source>
        <translation>讲解 %1</translation>
    </message>
    <message>
        <source>Folder of the OCR pack</source>
        <translation>OCR 包所在的文件夹</translation>
    </message>
    <message>
        <source>List every “%2” in %1</source>
        <translation>列出 %1 中的每一个“%2”</translation>
    </message>
    <message>
        <source>Pick the key sentences of %1</source>
        <translation>挑出 %1 的重点句</translation>
    </message>
    <message>
        <source>Report “%2” over %1</source>
        <translation>报告“%2”：%1</translation>
    </message>
    <message>
        <source>Review %1</source>
        <translation>审查 %1</translation>
    </message>
    <message>
        <source>Scanned pages are read from now on.</source>
        <translation>现在可以读取扫描页了。</translation>
    </message>
    <message>
        <source>Summarise %1</source>
        <translation>总结 %1</translation>
    </message>
    <message>
        <source>Take the tables out of %1</source>
        <translation>提取 %1 的表格</translation>
    </message>
    <message>
        <source>The OCR pack is being tried…</source>
        <translation>正在试用 OCR 包…</translation>
    </message>
    <message>
        <source>Translate %1 into %2</source>
        <translation>将 %1 译成%2</translation>
    </message>
</context>
<context>
    <name>FindBar</name>
    <message>
        <source>%1 of %2</source>
        <translation>第 %1 个，共 %2 个</translation>
    </message>
    <message>
        <source>Close the search</source>
        <translation>关闭查找</translation>
    </message>
    <message>
        <source>Find in this chat</source>
        <translation>在此对话中查找</translation>
    </message>
    <message>
        <source>Looking…</source>
        <translation>正在查找…</translation>
    </message>
    <message>
        <source>Next match</source>
        <translation>下一处</translation>
    </message>
    <message>
        <source>Not found</source>
        <translation>未找到</translation>
    </message>
    <message>
        <source>Previous match</source>
        <translation>上一处</translation>
    </message>
</context>
<context>
    <name>FirstRun</name>
    <message>
        <source>%1 GB of memory</source>
        <translation>%1 GB 内存</translation>
    </message>
    <message>
        <source>A language model that runs on this computer alone. It needs one file; after that, no network.</source>
        <translation>只在这台电脑上运行的语言模型。只需一个文件，此后无需联网。</translation>
    </message>
    <message>
        <source>Download it instead</source>
        <translation>改为下载它</translation>
    </message>
    <message>
        <source>Look around first</source>
        <translation>先随便看看</translation>
    </message>
    <message>
        <source>Looking at this computer…</source>
        <translation>正在查看这台电脑…</translation>
    </message>
    <message>
        <source>No model of our list fits into the memory that is free.</source>
        <translation>列表中没有模型能放进目前的可用内存。</translation>
    </message>
    <message>
        <source>No network here? A .gguf file from a USB stick does as well.</source>
        <translation>没有网络？用 U 盘拷来的 .gguf 文件也可以。</translation>
    </message>
    <message>
        <source>See all models</source>
        <translation>查看所有模型</translation>
    </message>
    <message>
        <source>The usual choice is %1 (%2); it fits as well.</source>
        <translation>常见的选择是 %1（%2），它也适合这台电脑。</translation>
    </message>
    <message>
        <source>This computer: %1</source>
        <translation>这台电脑：%1</translation>
    </message>
    <message>
        <source>Try it now</source>
        <translation>立即试用</translation>
    </message>
    <message>
        <source>Use %1 from %2</source>
        <translation>使用 %2 中的 %1</translation>
    </message>
    <message>
        <source>Use a .gguf file you have…</source>
        <translation>使用已有的 .gguf 文件…</translation>
    </message>
    <message>
        <source>Welcome to Paddock</source>
        <translation>欢迎使用 Paddock</translation>
    </message>
    <message>
        <source>no graphics card for models</source>
        <translation>没有可用于模型的显卡</translation>
    </message>
</context>
<context>
    <name>FolderDialog</name>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>For example: You are a patient teacher of mathematics.</source>
        <translation>例如：你是一位耐心的数学老师。</translation>
    </message>
    <message>
        <source>Instructions for all chats in “%1”</source>
        <translation>“%1”中所有对话的指令</translation>
    </message>
    <message>
        <source>Instructions of a folder</source>
        <translation>文件夹的指令</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>The model reads them before every answer in the folder. What a chat says itself follows.</source>
        <translation>模型在文件夹中的每次回答前都会先读这些指令，随后读对话自己的指令。</translation>
    </message>
</context>
<context>
    <name>Folders</name>
    <message>
        <source>Add a folder…</source>
        <translation>添加文件夹…</translation>
    </message>
    <message>
        <source>Remove %1</source>
        <translation>移除 %1</translation>
    </message>
</context>
<context>
    <name>FormDialog</name>
    <message>
        <source>A JSON schema</source>
        <translation>JSON Schema</translation>
    </message>
    <message>
        <source>A JSON schema says which fields an answer has. The engine lets the model write nothing else.</source>
        <translation>JSON Schema 规定回答有哪些字段，引擎不允许模型写出别的内容。</translation>
    </message>
    <message>
        <source>A form of your own</source>
        <translation>自定义格式</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Every answer can be held to this.</source>
        <translation>可以用它约束每个回答。</translation>
    </message>
    <message>
        <source>From a file…</source>
        <translation>从文件…</translation>
    </message>
    <message>
        <source>Its name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>JSON schema</source>
        <translation>JSON Schema</translation>
    </message>
    <message>
        <source>Name of the form</source>
        <translation>格式的名称</translation>
    </message>
    <message>
        <source>Paste a JSON schema, or choose its file.</source>
        <translation>粘贴一个 JSON Schema，或选择它的文件。</translation>
    </message>
    <message>
        <source>Use this form</source>
        <translation>使用此格式</translation>
    </message>
</context>
<context>
    <name>FormMenu</name>
    <message>
        <source>A form of your own…</source>
        <translation>自定义格式…</translation>
    </message>
    <message>
        <source>Plain answers</source>
        <translation>普通回答</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
</context>
<context>
    <name>GoingBackDialog</name>
    <message numerus="yes">
        <source>Go back to %n chat(s)</source>
        <translation>
            <numerusform>恢复 %n 个对话</numerusform>
        </translation>
    </message>
    <message>
        <source>These chats were written by a newer Paddock.</source>
        <translation>这些对话由更新版本的 Paddock 写入。</translation>
    </message>
    <message>
        <source>This version cannot read them. Install the newer version again, or go back to the chats from before the upgrade, of %1. Nothing is lost: the newer chats are kept, and the newer version takes in what was said in them when you install it again.</source>
        <translation>此版本无法读取它们。请重新安装较新的版本，或者恢复升级前（%1）的对话。不会丢失任何内容：较新的对话会保留，重新安装较新版本时，其中的内容会被重新纳入。</translation>
    </message>
</context>
<context>
    <name>GraphicsCard</name>
    <message>
        <source>%1, %2 of memory, driver %3</source>
        <translation>%1，显存 %2，驱动程序 %3</translation>
    </message>
    <message>
        <source>%1. The processor does the work.</source>
        <translation>%1。由处理器运行。</translation>
    </message>
    <message>
        <source>Bring a file</source>
        <translation>从文件装入</translation>
    </message>
    <message>
        <source>Bring a file…</source>
        <translation>从文件装入…</translation>
    </message>
    <message>
        <source>Check the graphics card again</source>
        <translation>重新检查显卡</translation>
    </message>
    <message>
        <source>Downloading: %1 of %2</source>
        <translation>正在下载：%1 / %2</translation>
    </message>
    <message>
        <source>Downloading…</source>
        <translation>正在下载…</translation>
    </message>
    <message>
        <source>Get the part for it (%1)</source>
        <translation>获取所需组件（%1）</translation>
    </message>
    <message>
        <source>Graphics card</source>
        <translation>显卡</translation>
    </message>
    <message>
        <source>Models run on it, as far as its memory goes.</source>
        <translation>模型在显卡上运行，以其显存为限。</translation>
    </message>
    <message>
        <source>No graphics card with an NVIDIA driver was found: the processor does the work.</source>
        <translation>未找到装有 NVIDIA 驱动程序的显卡：由处理器运行。</translation>
    </message>
    <message>
        <source>Pack for NVIDIA cards (*.pack)</source>
        <translation>NVIDIA 显卡组件包 (*.pack)</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>The processor does the work: the engine’s part for NVIDIA cards is not here yet.</source>
        <translation>由处理器运行：引擎用于 NVIDIA 显卡的组件尚未装入。</translation>
    </message>
    <message>
        <source>The processor does the work: this engine was built without the part for NVIDIA cards.</source>
        <translation>由处理器运行：此引擎编译时不含用于 NVIDIA 显卡的组件。</translation>
    </message>
    <message>
        <source>Trying the card; this can take a minute…</source>
        <translation>正在试用显卡，可能需要一分钟…</translation>
    </message>
    <message>
        <source>Unpacking…</source>
        <translation>正在解包…</translation>
    </message>
</context>
<context>
    <name>HubCard</name>
    <message>
        <source>%1 downloads a month</source>
        <translation>每月下载 %1 次</translation>
    </message>
    <message>
        <source>Open the page of %1</source>
        <translation>打开 %1 的页面</translation>
    </message>
    <message>
        <source>Size of %1</source>
        <translation>%1 的大小</translation>
    </message>
    <message>
        <source>Smaller is faster and takes less memory; larger is a little better.</source>
        <translation>小的更快、占内存更少；大的质量略好。</translation>
    </message>
    <message>
        <source>asks for an account</source>
        <translation>需要账号</translation>
    </message>
    <message>
        <source>does not fit</source>
        <translation>放不下</translation>
    </message>
</context>
<context>
    <name>HubSearch</name>
    <message>
        <source>Asking %1…</source>
        <translation>正在查询 %1…</translation>
    </message>
    <message>
        <source>Enter asks %1 for models with these words. Nothing is sent while you type.</source>
        <translation>按回车键后，才会向 %1 查询含这些词语的模型；输入时不发送任何内容。</translation>
    </message>
    <message>
        <source>Looked at %1 of %2</source>
        <translation>已查看 %1 / %2</translation>
    </message>
    <message>
        <source>Nothing there is called so. Fewer words find more.</source>
        <translation>没有这个名称的模型。减少词语可以找到更多。</translation>
    </message>
    <message>
        <source>On Hugging Face</source>
        <translation>在 Hugging Face 上</translation>
    </message>
    <message>
        <source>Search Hugging Face…</source>
        <translation>搜索 Hugging Face…</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
</context>
<context>
    <name>InsideDialog</name>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>已复制</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>许可证</translation>
    </message>
    <message>
        <source>Part</source>
        <translation>组件</translation>
    </message>
    <message>
        <source>Parts of the program</source>
        <translation>程序的组件</translation>
    </message>
    <message>
        <source>Search parts and licences</source>
        <translation>搜索组件和许可证</translation>
    </message>
    <message>
        <source>Texts of the licences</source>
        <translation>许可证全文</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>版本</translation>
    </message>
    <message>
        <source>What is inside</source>
        <translation>包含的组件</translation>
    </message>
    <message>
        <source>built %1</source>
        <translation>构建于 %1</translation>
    </message>
    <message>
        <source>made of commit %1</source>
        <translation>源代码提交 %1</translation>
    </message>
</context>
<context>
    <name>JobList</name>
    <message numerus="yes">
        <source>%n more</source>
        <translation>
            <numerusform>另有 %n 个</numerusform>
        </translation>
    </message>
    <message>
        <source>Cancel all</source>
        <translation>全部取消</translation>
    </message>
    <message>
        <source>Work on files</source>
        <translation>文件任务</translation>
    </message>
</context>
<context>
    <name>LeavingDialog</name>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Do not ask again; the settings change it</source>
        <translation>不再询问；可在设置中更改</translation>
    </message>
    <message>
        <source>Keep working</source>
        <translation>继续工作</translation>
    </message>
    <message>
        <source>Paddock can go on in the background, with its icon in the system tray, and tell you when it is done. If you quit, the work pauses and goes on where it was when you open Paddock again.</source>
        <translation>Paddock 可以在后台继续，图标留在系统托盘中，完成时会通知你。如果退出，工作会暂停，下次打开 Paddock 时从原处继续。</translation>
    </message>
    <message>
        <source>Pause and quit</source>
        <translation>暂停并退出</translation>
    </message>
    <message>
        <source>Something is still at work</source>
        <translation>仍有工作正在进行</translation>
    </message>
</context>
<context>
    <name>LibraryPage</name>
    <message>
        <source>%1 free in %2</source>
        <translation>%2 剩余 %1</translation>
    </message>
    <message>
        <source>Add a .gguf file…</source>
        <translation>添加 .gguf 文件…</translation>
    </message>
    <message>
        <source>Cancel download</source>
        <translation>取消下载</translation>
    </message>
    <message>
        <source>Cancel the download of %1? What is there of it is removed.</source>
        <translation>取消下载 %1？已下载的部分会被删除。</translation>
    </message>
    <message>
        <source>Checking the file</source>
        <translation>正在校验文件</translation>
    </message>
    <message>
        <source>For code</source>
        <translation>编写代码</translation>
    </message>
    <message>
        <source>For most things</source>
        <translation>日常通用</translation>
    </message>
    <message>
        <source>Found in other programs</source>
        <translation>在其他程序中找到</translation>
    </message>
    <message>
        <source>Inside Paddock</source>
        <translation>Paddock 自带</translation>
    </message>
    <message>
        <source>It is not what its publisher released. Remove it and get it again.</source>
        <translation>它与发布者发布的不一致。请移除后重新获取。</translation>
    </message>
    <message>
        <source>Keep even if %1 deletes it</source>
        <translation>即使 %1 删除它也保留</translation>
    </message>
    <message>
        <source>Large</source>
        <translation>大型</translation>
    </message>
    <message>
        <source>Load</source>
        <translation>加载</translation>
    </message>
    <message>
        <source>Looking at this computer…</source>
        <translation>正在查看这台电脑…</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>More models</source>
        <translation>更多模型</translation>
    </message>
    <message>
        <source>No model is called so.</source>
        <translation>没有这样的模型。</translation>
    </message>
    <message>
        <source>On its way here</source>
        <translation>正在下载</translation>
    </message>
    <message>
        <source>On this computer</source>
        <translation>在这台电脑上</translation>
    </message>
    <message>
        <source>Recommended for this computer</source>
        <translation>适合这台电脑</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Search models</source>
        <translation>搜索模型</translation>
    </message>
    <message>
        <source>Small and fast</source>
        <translation>小而快</translation>
    </message>
    <message>
        <source>Take models to another computer…</source>
        <translation>把模型带到另一台电脑…</translation>
    </message>
    <message>
        <source>That see pictures</source>
        <translation>能看图片</translation>
    </message>
    <message>
        <source>Tiny</source>
        <translation>微型</translation>
    </message>
    <message>
        <source>Unload</source>
        <translation>卸载</translation>
    </message>
    <message>
        <source>Use it</source>
        <translation>使用</translation>
    </message>
    <message>
        <source>Verify</source>
        <translation>校验</translation>
    </message>
    <message>
        <source>added by you</source>
        <translation>由你添加</translation>
    </message>
    <message>
        <source>from %1</source>
        <translation>来自 %1</translation>
    </message>
    <message>
        <source>in %1</source>
        <translation>位于 %1</translation>
    </message>
    <message>
        <source>not verified</source>
        <translation>未校验</translation>
    </message>
    <message>
        <source>verified</source>
        <translation>已校验</translation>
    </message>
</context>
<context>
    <name>Licence</name>
    <message>
        <source>%1 is under the licence “%2”. Do you accept it?</source>
        <translation>%1 采用“%2”许可协议。是否接受？</translation>
    </message>
    <message>
        <source>Accept and download</source>
        <translation>接受并下载</translation>
    </message>
    <message>
        <source>Read the licence</source>
        <translation>阅读协议</translation>
    </message>
    <message>
        <source>the publisher&apos;s own licence</source>
        <translation>发布者自有协议</translation>
    </message>
</context>
<context>
    <name>LinkDialog</name>
    <message>
        <source>Address</source>
        <translation>地址</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Copy this link?</source>
        <translation>复制此链接？</translation>
    </message>
    <message>
        <source>It leads to %1</source>
        <translation>它指向 %1</translation>
    </message>
    <message>
        <source>Open in browser</source>
        <translation>在浏览器中打开</translation>
    </message>
    <message>
        <source>Open this link in the browser?</source>
        <translation>要在浏览器中打开此链接吗？</translation>
    </message>
    <message>
        <source>Open this link?</source>
        <translation>要打开此链接吗？</translation>
    </message>
    <message>
        <source>Paddock is set to stay offline, so it opens no browser.</source>
        <translation>Paddock 已设为保持离线，因此不会打开浏览器。</translation>
    </message>
    <message>
        <source>Your browser will go online. Paddock itself stays offline.</source>
        <translation>浏览器将会联网，Paddock 本身仍保持离线。</translation>
    </message>
</context>
<context>
    <name>ListDialog</name>
    <message>
        <source>Every one of what</source>
        <translation>列出什么</translation>
    </message>
    <message>
        <source>List every one</source>
        <translation>逐项列出</translation>
    </message>
    <message>
        <source>invoice with its amount</source>
        <translation>发票及其金额</translation>
    </message>
</context>
<context>
    <name>ListedCard</name>
    <message>
        <source>It cannot be looked at now.</source>
        <translation>现在无法查看。</translation>
    </message>
    <message>
        <source>Looking at its files…</source>
        <translation>正在查看它的文件…</translation>
    </message>
    <message>
        <source>There is no GGUF model in it.</source>
        <translation>其中没有 GGUF 模型。</translation>
    </message>
    <message>
        <source>This version does not run models of the kind “%1”.</source>
        <translation>此版本不能运行“%1”类型的模型。</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Add an OCR pack…</source>
        <translation>添加 OCR 包…</translation>
    </message>
    <message>
        <source>Downloading from %1: only the model file</source>
        <translation>正在从 %1 下载：只有模型文件</translation>
    </message>
    <message>
        <source>Nothing leaves this computer</source>
        <translation>数据不会离开这台电脑</translation>
    </message>
    <message>
        <source>Shown on another computer</source>
        <translation>显示在另一台电脑上</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
</context>
<context>
    <name>Markdown</name>
    <message>
        <source>[image: %1]</source>
        <translation>[图片：%1]</translation>
    </message>
</context>
<context>
    <name>Measuring</name>
    <message>
        <source>A model is being loaded. Wait for it first.</source>
        <translation>正在加载模型，请先等它加载完。</translation>
    </message>
    <message>
        <source>Something is being answered. Wait for its end, or stop it first.</source>
        <translation>正在生成回答，请等它结束或先停止它。</translation>
    </message>
</context>
<context>
    <name>ModelCard</name>
    <message>
        <source>It quotes well and knows nothing. No network and no download.</source>
        <translation>它擅长摘录原文，但没有任何知识。无需网络，无需下载。</translation>
    </message>
</context>
<context>
    <name>ModelControl</name>
    <message>
        <source>Choose another</source>
        <translation>选择其他模型</translation>
    </message>
    <message>
        <source>Load anyway</source>
        <translation>仍然加载</translation>
    </message>
    <message>
        <source>Load as before</source>
        <translation>按原设置加载</translation>
    </message>
    <message>
        <source>Load it</source>
        <translation>加载</translation>
    </message>
    <message>
        <source>The engine ended twice while “%1” was loaded at the start, so it is not loaded by itself.</source>
        <translation>启动时加载“%1”，引擎两次意外结束，因此不再自动加载。</translation>
    </message>
</context>
<context>
    <name>ModelMenu</name>
    <message>
        <source>All models…</source>
        <translation>所有模型…</translation>
    </message>
    <message>
        <source>Stop loading</source>
        <translation>停止加载</translation>
    </message>
</context>
<context>
    <name>Naming</name>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>另有 %n 个</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>NoHit</name>
    <message>
        <source>No setting mentions “%1”.</source>
        <translation>没有设置提到“%1”。</translation>
    </message>
    <message>
        <source>No setting mentions “%1”. Did you mean:</source>
        <translation>没有设置提到“%1”。你是不是要找：</translation>
    </message>
</context>
<context>
    <name>Notices</name>
    <message>
        <source>It is ready.</source>
        <translation>已完成。</translation>
    </message>
    <message>
        <source>Paddock has answered</source>
        <translation>Paddock 已回答</translation>
    </message>
    <message>
        <source>Stopped by an error. What was done is kept.</source>
        <translation>因错误而停止。已完成的部分已保留。</translation>
    </message>
    <message>
        <source>The answer is in the chat.</source>
        <translation>回答在对话中。</translation>
    </message>
    <message>
        <source>The model has been downloaded.</source>
        <translation>模型已下载完成。</translation>
    </message>
</context>
<context>
    <name>OfferCard</name>
    <message>
        <source>Download</source>
        <translation>下载</translation>
    </message>
    <message>
        <source>Its size is known when the download begins.</source>
        <translation>下载开始后才知道大小。</translation>
    </message>
</context>
<context>
    <name>Offers</name>
    <message>
        <source>Answer finished</source>
        <translation>回答完成</translation>
    </message>
    <message>
        <source>Do not use the notes</source>
        <translation>不使用要点</translation>
    </message>
    <message>
        <source>Hide the reasoning</source>
        <translation>收起思考过程</translation>
    </message>
    <message>
        <source>Save as…</source>
        <translation>另存为…</translation>
    </message>
    <message>
        <source>Show the reasoning</source>
        <translation>展开思考过程</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>编辑</translation>
    </message>
    <message>
        <source>Answer again</source>
        <translation>重新回答</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>继续写</translation>
    </message>
    <message>
        <source>Previous version</source>
        <translation>上一版本</translation>
    </message>
    <message>
        <source>Next version</source>
        <translation>下一版本</translation>
    </message>
    <message>
        <source>stopped</source>
        <translation>已停止</translation>
    </message>
    <message>
        <source>cut at its longest length</source>
        <translation>已达最大长度</translation>
    </message>
    <message>
        <source>%1 tok/s</source>
        <translation>%1 token/秒</translation>
    </message>
    <message>
        <source>Add an OCR pack…</source>
        <translation>添加 OCR 包…</translation>
    </message>
    <message>
        <source>Ask about it</source>
        <translation>就此提问</translation>
    </message>
    <message>
        <source>Ask again</source>
        <translation>重新提问</translation>
    </message>
    <message>
        <source>Do it again with %1</source>
        <translation>用 %1 再做一次</translation>
    </message>
    <message>
        <source>Get %1</source>
        <translation>获取 %1</translation>
    </message>
    <message>
        <source>Look through and correct</source>
        <translation>查看并更正</translation>
    </message>
    <message>
        <source>Reasoning</source>
        <translation>思考过程</translation>
    </message>
    <message>
        <source>Receipt</source>
        <translation>生成记录</translation>
    </message>
    <message>
        <source>Thinking</source>
        <translation>正在思考</translation>
    </message>
    <message>
        <source>Thought for %1 min %2 s</source>
        <translation>思考了 %1 分 %2 秒</translation>
    </message>
    <message>
        <source>Thought for %1 s</source>
        <translation>思考了 %1 秒</translation>
    </message>
    <message>
        <source>Use the notes again</source>
        <translation>重新使用要点</translation>
    </message>
    <message>
        <source>What can be done</source>
        <translation>可以怎么办</translation>
    </message>
    <message>
        <source>What was read</source>
        <translation>读到了什么</translation>
    </message>
    <message>
        <source>first token %1 s</source>
        <translation>首个 token %1 秒</translation>
    </message>
    <message numerus="yes">
        <source>%n token(s)</source>
        <translation>
            <numerusform>%n 个 token</numerusform>
        </translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>已复制</translation>
    </message>
</context>
<context>
    <name>PageView</name>
    <message>
        <source>Page %1</source>
        <translation>第 %1 页</translation>
    </message>
</context>
<context>
    <name>Pages</name>
    <message>
        <source>%1 is here.</source>
        <translation>%1 已就绪。</translation>
    </message>
    <message numerus="yes">
        <source>%n stored answer(s) forgotten</source>
        <translation>
            <numerusform>已清除 %n 个保存的回答</numerusform>
        </translation>
    </message>
    <message>
        <source>Models come from %1 from now on; the settings change it.</source>
        <translation>今后从 %1 获取模型，可在设置中更改。</translation>
    </message>
</context>
<context>
    <name>Performance</name>
    <message>
        <source>%1 answers at once</source>
        <translation>同时 %1 个回答</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%2 层中的 %1 层</translation>
    </message>
    <message>
        <source>A context of %1</source>
        <translation>上下文 %1</translation>
    </message>
    <message>
        <source>Answers at once</source>
        <translation>同时回答数</translation>
    </message>
    <message>
        <source>Context</source>
        <translation>上下文</translation>
    </message>
    <message>
        <source>Faster here</source>
        <translation>本机快</translation>
    </message>
    <message>
        <source>First token</source>
        <translation>首个 token</translation>
    </message>
    <message>
        <source>Layers on card</source>
        <translation>显卡上的层</translation>
    </message>
    <message>
        <source>Measured</source>
        <translation>实测内存</translation>
    </message>
    <message>
        <source>Of llama-bench</source>
        <translation>与 llama-bench 之比</translation>
    </message>
    <message>
        <source>Predicted</source>
        <translation>预计内存</translation>
    </message>
    <message>
        <source>Sooner here</source>
        <translation>本机早</translation>
    </message>
    <message>
        <source>Their first token</source>
        <translation>其首个 token</translation>
    </message>
    <message>
        <source>Their tokens/s</source>
        <translation>其 token/秒</translation>
    </message>
    <message>
        <source>Tokens/s</source>
        <translation>token/秒</translation>
    </message>
    <message>
        <source>Tokens/s in all</source>
        <translation>总 token/秒</translation>
    </message>
    <message>
        <source>earlier</source>
        <translation>以前</translation>
    </message>
    <message numerus="yes">
        <source>medians of %n run(s)</source>
        <translation>
            <numerusform>%n 次的中位数</numerusform>
        </translation>
    </message>
    <message>
        <source>not everything was measured</source>
        <translation>未测完</translation>
    </message>
    <message>
        <source>published</source>
        <translation>已发表</translation>
    </message>
    <message>
        <source>this one</source>
        <translation>本次</translation>
    </message>
    <message>
        <source>tok/s</source>
        <translation>token/秒</translation>
    </message>
</context>
<context>
    <name>PerformancePage</name>
    <message>
        <source>Beside llama-bench, which takes several times as long</source>
        <translation>与 llama-bench 对照，用时是几倍</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>已复制</translation>
    </message>
    <message>
        <source>Copy as JSON</source>
        <translation>复制为 JSON</translation>
    </message>
    <message>
        <source>First token by context</source>
        <translation>首个 token 与上下文长度</translation>
    </message>
    <message>
        <source>How fast it is here</source>
        <translation>本机运行速度</translation>
    </message>
    <message>
        <source>Measure</source>
        <translation>测量</translation>
    </message>
    <message>
        <source>Measured on this computer, through the same engine that answers you. Meanwhile the model of your chats is unloaded; it comes back by itself.</source>
        <translation>在本机上用回答你的同一个引擎实测。测量期间会卸载对话所用的模型，之后自动恢复。</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>One answer, by context</source>
        <translation>单个回答，按上下文长度</translation>
    </message>
    <message>
        <source>Published figures and this computer</source>
        <translation>已发表的数据与本机</translation>
    </message>
    <message>
        <source>Quick: one context, once, about a minute</source>
        <translation>快速：一种上下文、只测一次，约一分钟</translation>
    </message>
    <message>
        <source>Save as JSON…</source>
        <translation>另存为 JSON…</translation>
    </message>
    <message>
        <source>Save the figures</source>
        <translation>保存数据</translation>
    </message>
    <message>
        <source>Saved as %1</source>
        <translation>已保存为 %1</translation>
    </message>
    <message>
        <source>Several answers at once</source>
        <translation>同时多个回答</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Stopped before there was a figure.</source>
        <translation>在得到数据之前就停止了。</translation>
    </message>
    <message>
        <source>Takes %1</source>
        <translation>需要%1</translation>
    </message>
    <message>
        <source>They come from other hardware, another program and perhaps another model: no race, a yardstick.</source>
        <translation>它们来自别的硬件、别的程序，也许还是别的模型：不是比赛，只作参照。</translation>
    </message>
    <message>
        <source>Tokens a second by context</source>
        <translation>每秒 token 数与上下文长度</translation>
    </message>
    <message>
        <source>Tokens a second over time</source>
        <translation>历次每秒 token 数</translation>
    </message>
    <message>
        <source>Trying how fast this computer is</source>
        <translation>正在试测本机的速度</translation>
    </message>
    <message>
        <source>Which measurement is shown</source>
        <translation>显示哪次测量</translation>
    </message>
    <message>
        <source>s</source>
        <translation>秒</translation>
    </message>
    <message>
        <source>tok/s</source>
        <translation>token/秒</translation>
    </message>
</context>
<context>
    <name>PresetMenu</name>
    <message>
        <source>Export my presets…</source>
        <translation>导出我的预设…</translation>
    </message>
    <message>
        <source>Import presets…</source>
        <translation>导入预设…</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Save this chat’s controls as a preset…</source>
        <translation>将此对话的参数保存为预设…</translation>
    </message>
</context>
<context>
    <name>PrivacyPage</name>
    <message>
        <source>Every request ever made</source>
        <translation>迄今为止的所有请求</translation>
    </message>
    <message>
        <source>Gets a model, or searches for one, when you ask for it, and ends. Sees neither chats nor files.</source>
        <translation>在你要求时下载或搜索模型，完成后即结束。它看不到对话，也看不到文件。</translation>
    </message>
    <message>
        <source>How to check from outside</source>
        <translation>如何从外部核实</translation>
    </message>
    <message>
        <source>In PowerShell. The first lists the connections that are open now; the second, as administrator, has the firewall block this program: chats and files work the same.</source>
        <translation>在 PowerShell 中。第一条列出当前打开的连接；第二条以管理员身份让防火墙阻止本程序：对话和文件照常可用。</translation>
    </message>
    <message>
        <source>In a terminal. The first starts Paddock and shows every connection that is tried, the second lists those that are open now, the third starts it without any network: chats and files work the same.</source>
        <translation>在终端中。第一条启动 Paddock 并显示每一次连接尝试，第二条列出当前打开的连接，第三条在完全没有网络的情况下启动它：对话和文件照常可用。</translation>
    </message>
    <message>
        <source>None. This Paddock has never asked the network for anything.</source>
        <translation>没有。这个 Paddock 从未访问过网络。</translation>
    </message>
    <message>
        <source>Not running. It is started with the same lock as the window.</source>
        <translation>未在运行。启动时会与窗口使用同样的锁。</translation>
    </message>
    <message>
        <source>Open your files, one process for each. Started by the window, with the same lock.</source>
        <translation>打开你的文件，每个文件一个进程。由窗口启动，受同样的限制。</translation>
    </message>
    <message>
        <source>Runs the model. This is what it reports itself.</source>
        <translation>运行模型。这是它自己报告的状态。</translation>
    </message>
    <message>
        <source>Shows your chats and keeps them on your disk.</source>
        <translation>显示对话，并保存在你的磁盘上。</translation>
    </message>
    <message>
        <source>Starts the fetcher, and your browser for a link that you confirm. Makes no request itself.</source>
        <translation>启动下载进程，并为你确认的链接启动浏览器。自身不发出任何请求。</translation>
    </message>
    <message>
        <source>The engine</source>
        <translation>引擎</translation>
    </message>
    <message>
        <source>The fetcher</source>
        <translation>下载进程</translation>
    </message>
    <message>
        <source>The gate</source>
        <translation>门卫进程</translation>
    </message>
    <message>
        <source>The readers</source>
        <translation>阅读进程</translation>
    </message>
    <message>
        <source>This window</source>
        <translation>本窗口</translation>
    </message>
    <message>
        <source>This window is shown on another computer (%1): what you see travels there over the network.</source>
        <translation>本窗口显示在另一台电脑上（%1）：你看到的内容会经网络传过去。</translation>
    </message>
    <message>
        <source>What keeps each process from the network</source>
        <translation>各进程如何与网络隔离</translation>
    </message>
    <message>
        <source>What leaves this computer</source>
        <translation>哪些数据会离开这台电脑</translation>
    </message>
    <message>
        <source>Your chats and files do not. Only a download of a model that you start goes online, and a link that you confirm opens in your browser. There is no account and no telemetry.</source>
        <translation>你的对话和文件不会离开。只有你启动的模型下载会联网，你确认的链接会在浏览器中打开。没有账号，也没有遥测。</translation>
    </message>
</context>
<context>
    <name>QAbstractFileIconProvider</name>
    <message>
        <source>Folder</source>
        <translation>文件夹</translation>
    </message>
</context>
<context>
    <name>QFileDialog</name>
    <message>
        <source>&amp;Look in:</source>
        <translation>查找范围(&amp;L)：</translation>
    </message>
    <message>
        <source>Files of &amp;type:</source>
        <translation>文件类型(&amp;T)：</translation>
    </message>
</context>
<context>
    <name>QShortcut</name>
    <message>
        <source>Down</source>
        <translation>↓</translation>
    </message>
    <message>
        <source>Left</source>
        <translation>←</translation>
    </message>
    <message>
        <source>Right</source>
        <translation>→</translation>
    </message>
    <message>
        <source>Up</source>
        <translation>↑</translation>
    </message>
</context>
<context>
    <name>Reading</name>
    <message>
        <source>%1 characters</source>
        <translation>%1 个字符</translation>
    </message>
    <message>
        <source>%1 characters at the end were not read: there is too much text.</source>
        <translation>末尾 %1 个字符没有读：文本太多。</translation>
    </message>
    <message numerus="yes">
        <source>%n page(s)</source>
        <translation>
            <numerusform>%n 页</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n passage(s) nobody can see on the page left out</source>
        <translation>
            <numerusform>略去了 %n 处页面上看不见的文字</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n repeated line(s) of page heads and feet left out</source>
        <translation>
            <numerusform>略去了 %n 行重复的页眉页脚</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n table(s)</source>
        <translation>
            <numerusform>%n 个表格</numerusform>
        </translation>
    </message>
    <message>
        <source>Not read: %1 (%2)</source>
        <translation>没有读：%1（%2）</translation>
    </message>
    <message>
        <source>Only pictures, not read: pages %1</source>
        <translation>只有图片、没有读的页：%1</translation>
    </message>
    <message numerus="yes">
        <source>Read off pictures of %n page(s): letters and figures may be misread</source>
        <translation>
            <numerusform>有 %n 页的文字是从图片识别的：字和数字可能认错</numerusform>
        </translation>
    </message>
    <message>
        <source>attachments</source>
        <translation>附件</translation>
    </message>
    <message>
        <source>charts</source>
        <translation>图表</translation>
    </message>
    <message>
        <source>damaged parts</source>
        <translation>损坏的部分</translation>
    </message>
    <message>
        <source>deleted passages</source>
        <translation>已删除的文字</translation>
    </message>
    <message>
        <source>embedded files</source>
        <translation>嵌入的文件</translation>
    </message>
    <message>
        <source>hidden sheets</source>
        <translation>隐藏的工作表</translation>
    </message>
    <message>
        <source>hidden slides</source>
        <translation>隐藏的幻灯片</translation>
    </message>
    <message>
        <source>navigation of the page</source>
        <translation>网页的导航</translation>
    </message>
    <message>
        <source>pictures</source>
        <translation>图片</translation>
    </message>
</context>
<context>
    <name>ReadingDialog</name>
    <message>
        <source>%1 (found)</source>
        <translation>%1（自动识别）</translation>
    </message>
    <message>
        <source>Add an OCR pack…</source>
        <translation>添加 OCR 包…</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Encoding</source>
        <translation>编码</translation>
    </message>
    <message>
        <source>Encoding of %1</source>
        <translation>%1 的编码</translation>
    </message>
    <message>
        <source>Find out</source>
        <translation>自动识别</translation>
    </message>
    <message>
        <source>Not read yet</source>
        <translation>尚未读取</translation>
    </message>
    <message>
        <source>What was read</source>
        <translation>读到了什么</translation>
    </message>
</context>
<context>
    <name>Readings</name>
    <message>
        <source>reading %1 %</source>
        <translation>正在读取 %1 %</translation>
    </message>
    <message>
        <source>read fully</source>
        <translation>已全部读取</translation>
    </message>
    <message>
        <source>read in part</source>
        <translation>已部分读取</translation>
    </message>
    <message>
        <source>read off pictures</source>
        <translation>由图片识别</translation>
    </message>
    <message numerus="yes">
        <source>%n page(s)</source>
        <translation>
            <numerusform>%n 页</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n without text</source>
        <translation>
            <numerusform>%n 页没有文字</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Receipt</name>
    <message>
        <source>%1, context %2 tokens</source>
        <translation>%1，上下文 %2 个 token</translation>
    </message>
    <message numerus="yes">
        <source>%n token(s) in %1 s</source>
        <translation>
            <numerusform>%n 个 token，用时 %1 秒</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n token(s), %1 of them known already, in %2 s</source>
        <translation>
            <numerusform>%n 个 token，其中 %1 个已缓存，用时 %2 秒</numerusform>
        </translation>
    </message>
    <message>
        <source>Device</source>
        <translation>设备</translation>
    </message>
    <message>
        <source>Engine</source>
        <translation>引擎</translation>
    </message>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Nothing else has changed: the last digits of a calculation depend on how it is split up, and two words that are almost equally likely can change places by that.</source>
        <translation>其他条件都没有变化：计算的末位数字取决于计算如何拆分，两个可能性几乎相同的词因此可能互换。</translation>
    </message>
    <message>
        <source>Other than before: %1.</source>
        <translation>与之前不同的是：%1。</translation>
    </message>
    <message>
        <source>Read</source>
        <translation>读入</translation>
    </message>
    <message>
        <source>Run again with the receipt of the answer beside it: identical to the last character.</source>
        <translation>按旁边那个回答的生成记录重新运行：逐字相同。</translation>
    </message>
    <message>
        <source>Run again with the receipt of the answer beside it: not identical.</source>
        <translation>按旁边那个回答的生成记录重新运行：不相同。</translation>
    </message>
    <message>
        <source>SHA-256 of what was read</source>
        <translation>读入内容的 SHA-256</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>随机种子</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>This answer is from the cache: the model wrote it on %1 to the same question.</source>
        <translation>这个回答来自缓存：模型在 %1 针对同一问题写下了它。</translation>
    </message>
    <message>
        <source>Written</source>
        <translation>写出</translation>
    </message>
    <message>
        <source>from cache</source>
        <translation>来自缓存</translation>
    </message>
    <message>
        <source>not known</source>
        <translation>未知</translation>
    </message>
    <message numerus="yes">
        <source>run again: differs after %n character(s)</source>
        <translation>
            <numerusform>重新运行：%n 个字符后不同</numerusform>
        </translation>
    </message>
    <message>
        <source>run again: identical</source>
        <translation>重新运行：相同</translation>
    </message>
    <message>
        <source>the engine or its device</source>
        <translation>引擎或设备</translation>
    </message>
    <message>
        <source>the model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>what the model was given to read</source>
        <translation>模型读入的内容</translation>
    </message>
</context>
<context>
    <name>ReceiptDialog</name>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Copy as JSON</source>
        <translation>复制为 JSON</translation>
    </message>
    <message>
        <source>Receipt</source>
        <translation>生成记录</translation>
    </message>
    <message>
        <source>Run again</source>
        <translation>重新运行</translation>
    </message>
    <message>
        <source>Running it again draws with the same seed and says if every character is the same.</source>
        <translation>重新运行会使用相同的种子，并说明每个字符是否相同。</translation>
    </message>
    <message>
        <source>What made this answer</source>
        <translation>这个回答的由来</translation>
    </message>
</context>
<context>
    <name>Receipts</name>
    <message>
        <source>Receipt copied</source>
        <translation>已复制生成记录</translation>
    </message>
</context>
<context>
    <name>RecordsModel</name>
    <message>
        <source>%1?</source>
        <translation>%1？</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>回答</translation>
    </message>
    <message>
        <source>Check</source>
        <translation>核对</translation>
    </message>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Passage</source>
        <translation>原文</translation>
    </message>
</context>
<context>
    <name>RecordsTable</name>
    <message>
        <source>Records</source>
        <translation>记录</translation>
    </message>
</context>
<context>
    <name>ReportDialog</name>
    <message>
        <source>%1: %2</source>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>A question of your own</source>
        <translation>自定义问题</translation>
    </message>
    <message>
        <source>Asked of every file:</source>
        <translation>向每个文件询问：</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Count by these labels</source>
        <translation>按这些标签统计</translation>
    </message>
    <message>
        <source>Looking for labels</source>
        <translation>正在寻找标签</translation>
    </message>
    <message>
        <source>Make the report</source>
        <translation>生成报告</translation>
    </message>
    <message>
        <source>One label a line, with what it means. Only these are counted: edit, add, take away.</source>
        <translation>每行一个标签及其含义。只统计这些标签：可以修改、添加、删除。</translation>
    </message>
    <message>
        <source>Reading a sample of the files, to propose labels…</source>
        <translation>正在抽样读取文件，以提出标签…</translation>
    </message>
    <message>
        <source>Report</source>
        <translation>报告</translation>
    </message>
    <message numerus="yes">
        <source>Report over %n file(s)</source>
        <translation>
            <numerusform>%n 个文件的报告</numerusform>
        </translation>
    </message>
    <message>
        <source>Tell the main one of each file from the secondary ones</source>
        <translation>区分每个文件的主要标签和次要标签</translation>
    </message>
    <message>
        <source>The counting is done by code; every figure leads to its files and passages.</source>
        <translation>由程序计数；每个数字都能回到相应的文件和原文。</translation>
    </message>
    <message>
        <source>What to look for</source>
        <translation>找什么</translation>
    </message>
    <message>
        <source>Why did they leave?</source>
        <translation>他们为什么离开？</translation>
    </message>
    <message>
        <source>Your question to every file</source>
        <translation>向每个文件提的问题</translation>
    </message>
</context>
<context>
    <name>ReportPage</name>
    <message numerus="yes">
        <source>%n file(s)</source>
        <translation>
            <numerusform>%n 个文件</numerusform>
        </translation>
    </message>
    <message>
        <source>Back to the chat</source>
        <translation>返回对话</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>重做</translation>
    </message>
    <message>
        <source>Save as…</source>
        <translation>另存为…</translation>
    </message>
    <message>
        <source>Show all files</source>
        <translation>显示全部文件</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>What was looked for</source>
        <translation>查找的内容</translation>
    </message>
</context>
<context>
    <name>RunningDownloads</name>
    <message>
        <source>%1 a second</source>
        <translation>每秒 %1</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 / %2</translation>
    </message>
    <message>
        <source>Asking the model server</source>
        <translation>正在询问模型服务器</translation>
    </message>
    <message>
        <source>Checking the file</source>
        <translation>正在校验文件</translation>
    </message>
    <message>
        <source>Checking what is here already</source>
        <translation>正在检查已有部分</translation>
    </message>
    <message>
        <source>Getting it again</source>
        <translation>正在重新下载</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>已暂停</translation>
    </message>
    <message>
        <source>Starting</source>
        <translation>正在开始</translation>
    </message>
    <message numerus="yes">
        <source>Waiting for %n other download(s)</source>
        <translation>
            <numerusform>等待其他 %n 个下载</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Sampling</name>
    <message>
        <source>0 is always the likeliest word; above 1 answers get wild.</source>
        <translation>0 表示总是选最可能的词；超过 1 时回答会变得天马行空。</translation>
    </message>
    <message>
        <source>Above 0 a word counts more each time it was said.</source>
        <translation>大于 0 时，一个词说得越多，再出现的可能越小。</translation>
    </message>
    <message>
        <source>Above 0 it turns to new things: a word counts once it was said.</source>
        <translation>大于 0 时更愿意谈新内容：说过的词不论几次都会被压低。</translation>
    </message>
    <message>
        <source>Above 1 the model avoids what it has just said.</source>
        <translation>大于 1 时，模型会避免重复刚说过的话。</translation>
    </message>
    <message>
        <source>Frequency penalty</source>
        <translation>频率惩罚</translation>
    </message>
    <message>
        <source>How many of the last tokens they look at; −1 is all of the context.</source>
        <translation>惩罚看最近的多少个 token；−1 表示整个上下文。</translation>
    </message>
    <message>
        <source>In tokens; a page is about 600 of them.</source>
        <translation>以 token 计；一页大约 600 个。</translation>
    </message>
    <message>
        <source>Longest answer</source>
        <translation>最长回答</translation>
    </message>
    <message>
        <source>Min-p</source>
        <translation>Min-p</translation>
    </message>
    <message>
        <source>Only so many of the likeliest words; 0 is all of them.</source>
        <translation>只从最可能的这么多个词里选；0 表示全部。</translation>
    </message>
    <message>
        <source>Only the likeliest words that together make this share.</source>
        <translation>只从合计占这一比例的最可能的词里选。</translation>
    </message>
    <message>
        <source>Only words at least this likely, measured by the likeliest one.</source>
        <translation>只选可能性不低于最可能的词的这一比例的词。</translation>
    </message>
    <message>
        <source>Presence penalty</source>
        <translation>存在惩罚</translation>
    </message>
    <message>
        <source>Reach of the penalties</source>
        <translation>惩罚的范围</translation>
    </message>
    <message>
        <source>Repeat penalty</source>
        <translation>重复惩罚</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>随机种子</translation>
    </message>
    <message>
        <source>Temperature</source>
        <translation>温度</translation>
    </message>
    <message>
        <source>Top-k</source>
        <translation>Top-k</translation>
    </message>
    <message>
        <source>Top-p</source>
        <translation>Top-p</translation>
    </message>
    <message>
        <source>With the same number the same question gets the same answer.</source>
        <translation>数字相同时，同样的问题会得到同样的回答。</translation>
    </message>
    <message>
        <source>all words</source>
        <translation>所有词</translation>
    </message>
    <message>
        <source>another each time</source>
        <translation>每次不同</translation>
    </message>
    <message>
        <source>as long as it takes</source>
        <translation>需要多长就多长</translation>
    </message>
    <message>
        <source>exact</source>
        <translation>严谨</translation>
    </message>
    <message>
        <source>few words</source>
        <translation>少数词</translation>
    </message>
    <message>
        <source>inventive</source>
        <translation>有创意</translation>
    </message>
</context>
<context>
    <name>Saving</name>
    <message>
        <source>%1 – answer</source>
        <translation>%1 – 回答</translation>
    </message>
    <message>
        <source>%1 – comparison</source>
        <translation>%1 – 比较</translation>
    </message>
    <message>
        <source>%1 – explanation</source>
        <translation>%1 – 讲解</translation>
    </message>
    <message>
        <source>%1 – key sentences</source>
        <translation>%1 – 重点句</translation>
    </message>
    <message>
        <source>%1 – list</source>
        <translation>%1 – 清单</translation>
    </message>
    <message>
        <source>%1 – report</source>
        <translation>%1 – 报告</translation>
    </message>
    <message>
        <source>%1 – review</source>
        <translation>%1 – 审查</translation>
    </message>
    <message>
        <source>%1 – summary</source>
        <translation>%1 – 摘要</translation>
    </message>
    <message>
        <source>%1 – tables</source>
        <translation>%1 – 表格</translation>
    </message>
    <message>
        <source>%1 – tests</source>
        <translation>%1 – 测试</translation>
    </message>
    <message>
        <source>%1 – translation</source>
        <translation>%1 – 译文</translation>
    </message>
    <message>
        <source>Data</source>
        <translation>数据</translation>
    </message>
    <message>
        <source>Markdown</source>
        <translation>Markdown</translation>
    </message>
    <message>
        <source>PDF</source>
        <translation>PDF</translation>
    </message>
    <message>
        <source>Table</source>
        <translation>表格</translation>
    </message>
    <message>
        <source>Web page</source>
        <translation>网页</translation>
    </message>
    <message>
        <source>Word document</source>
        <translation>Word 文档</translation>
    </message>
</context>
<context>
    <name>SearchField</name>
    <message>
        <source>Clear</source>
        <translation>清除</translation>
    </message>
</context>
<context>
    <name>SettingsPage</name>
    <message>
        <source>%1 days</source>
        <translation>%1 天</translation>
    </message>
    <message>
        <source>%1 tokens, about %2 pages</source>
        <translation>%1 token，约 %2 页</translation>
    </message>
    <message>
        <source>16 bits</source>
        <translation>16 位</translation>
    </message>
    <message>
        <source>8 bits</source>
        <translation>8 位</translation>
    </message>
    <message>
        <source>8 bits take half the room and slow long answers a little.</source>
        <translation>8 位只占一半空间，长回答会稍慢。</translation>
    </message>
    <message>
        <source>A company&apos;s own, to be trusted as well: a file in the PEM form.</source>
        <translation>公司自己的证书，也予以信任：一个 PEM 格式的文件。</translation>
    </message>
    <message>
        <source>About files and in chats, so that nothing is asked twice. What was not used for so long is deleted when Paddock starts, from the backups too. Chats stay.</source>
        <translation>关于文件的和对话中的回答，避免重复提问。超过这段时间未使用的会在 Paddock 启动时删除，备份中的也会删除。对话本身会保留。</translation>
    </message>
    <message>
        <source>Always the stored answer</source>
        <translation>总是使用保存的回答</translation>
    </message>
    <message>
        <source>Answers</source>
        <translation>回答</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>跟随系统</translation>
    </message>
    <message>
        <source>Ask the model each time</source>
        <translation>每次都问模型</translation>
    </message>
    <message>
        <source>Certificates</source>
        <translation>证书</translation>
    </message>
    <message>
        <source>Context length</source>
        <translation>上下文长度</translation>
    </message>
    <message>
        <source>Ctrl and + or − do the same, Ctrl and 0 goes back.</source>
        <translation>也可用 Ctrl 加 + 或 −，Ctrl+0 还原。</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>运行设备</translation>
    </message>
    <message>
        <source>Downloads</source>
        <translation>下载</translation>
    </message>
    <message>
        <source>Downloads go into the first of them; without one, into Paddock’s own folder.</source>
        <translation>下载存入其中第一个文件夹；没有时存入 Paddock 自己的文件夹。</translation>
    </message>
    <message>
        <source>Keep stored answers</source>
        <translation>保留保存的回答</translation>
    </message>
    <message>
        <source>Stored answers</source>
        <translation>保存的回答</translation>
    </message>
    <message>
        <source>Stored, at temperature 0 or with a seed</source>
        <translation>温度为 0 或指定种子时使用保存的回答</translation>
    </message>
    <message>
        <source>Folders with models</source>
        <translation>模型文件夹</translation>
    </message>
    <message>
        <source>Answers at a time</source>
        <translation>同时回答的数量</translation>
    </message>
    <message>
        <source>As usual</source>
        <translation>照常</translation>
    </message>
    <message>
        <source>Ask</source>
        <translation>询问</translation>
    </message>
    <message>
        <source>By a notification of the desktop, and only while another window is in front.</source>
        <translation>通过桌面通知，且仅当其他窗口在前台时。</translation>
    </message>
    <message>
        <source>Closing while something is at work</source>
        <translation>有工作进行时关闭窗口</translation>
    </message>
    <message>
        <source>For ever</source>
        <translation>永久</translation>
    </message>
    <message>
        <source>Forget the stored answers of chats</source>
        <translation>清除对话中保存的回答</translation>
    </message>
    <message>
        <source>Going online</source>
        <translation>联网</translation>
    </message>
    <message>
        <source>Graphics card, where there is one</source>
        <translation>有显卡时用显卡</translation>
    </message>
    <message>
        <source>How fast it is here</source>
        <translation>本机运行速度</translation>
    </message>
    <message>
        <source>How much the model has in view at once. Longer needs more memory.</source>
        <translation>模型一次能看到多少内容。越长，占用内存越多。</translation>
    </message>
    <message>
        <source>In the background</source>
        <translation>后台</translation>
    </message>
    <message>
        <source>Instructions for new chats</source>
        <translation>新对话的指令</translation>
    </message>
    <message>
        <source>Keep working in the background</source>
        <translation>在后台继续工作</translation>
    </message>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>键盘快捷键</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>Light or dark</source>
        <translation>浅色或深色</translation>
    </message>
    <message>
        <source>Looks</source>
        <translation>外观</translation>
    </message>
    <message>
        <source>Memory of the context</source>
        <translation>上下文缓存</translation>
    </message>
    <message>
        <source>Mirror</source>
        <translation>镜像</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Motion</source>
        <translation>动态效果</translation>
    </message>
    <message>
        <source>Never: stay offline</source>
        <translation>从不：保持离线</translation>
    </message>
    <message>
        <source>No</source>
        <translation>否</translation>
    </message>
    <message>
        <source>Offline, nothing is downloaded or searched, and links can only be copied.</source>
        <translation>离线时不下载、不搜索，链接只能复制。</translation>
    </message>
    <message>
        <source>Pause and quit</source>
        <translation>暂停并退出</translation>
    </message>
    <message>
        <source>Processor only</source>
        <translation>仅用处理器</translation>
    </message>
    <message>
        <source>Processor threads</source>
        <translation>处理器线程数</translation>
    </message>
    <message>
        <source>Proxy</source>
        <translation>代理</translation>
    </message>
    <message>
        <source>Reduced</source>
        <translation>减少</translation>
    </message>
    <message>
        <source>Reduced: nothing blinks and nothing slides.</source>
        <translation>减少：没有闪烁，也没有滑动。</translation>
    </message>
    <message>
        <source>Search settings</source>
        <translation>搜索设置</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Size of everything</source>
        <translation>整体大小</translation>
    </message>
    <message>
        <source>Tell when long work has ended</source>
        <translation>长时间的工作结束时通知</translation>
    </message>
    <message>
        <source>The first words of the question</source>
        <translation>问题的开头几个字</translation>
    </message>
    <message>
        <source>The graphics card takes as much of the model as fits into its memory.</source>
        <translation>显卡会尽量容纳显存放得下的模型部分。</translation>
    </message>
    <message>
        <source>The model writes one after its first answer, while nobody waits for it.</source>
        <translation>模型在第一次回答后、无人等待时写一个标题。</translation>
    </message>
    <message>
        <source>The same question in a chat again</source>
        <translation>对话中再次提出同一问题</translation>
    </message>
    <message>
        <source>The stored answer comes at once and says so. It is the same question when every word before it, the model and all settings are the same.</source>
        <translation>立即给出保存的回答，并注明来自缓存。之前的每个字、模型和所有设置都相同时，才算同一问题。</translation>
    </message>
    <message>
        <source>They share the context; work on files is quicker with several.</source>
        <translation>它们共用上下文；处理文件时多个并行更快。</translation>
    </message>
    <message>
        <source>Titles of chats</source>
        <translation>对话标题</translation>
    </message>
    <message>
        <source>What leaves this computer</source>
        <translation>哪些数据会离开这台电脑</translation>
    </message>
    <message>
        <source>When I ask for it</source>
        <translation>在我要求时</translation>
    </message>
    <message>
        <source>Where models come from: one of these, or an address. Checksums are checked all the same.</source>
        <translation>模型从哪里来：其中之一，或一个地址。校验和照样会核对。</translation>
    </message>
    <message>
        <source>Where there is no system tray, it always pauses and ends.</source>
        <translation>没有系统托盘时，总是暂停并退出。</translation>
    </message>
    <message>
        <source>Who the model is and how it should answer; it reads this before every chat.</source>
        <translation>模型的身份和回答方式；每次对话前它都会先读到这段话。</translation>
    </message>
    <message>
        <source>Written by the model</source>
        <translation>由模型撰写</translation>
    </message>
    <message>
        <source>Yes</source>
        <translation>是</translation>
    </message>
    <message>
        <source>as many as there are cores</source>
        <translation>与核心数相同</translation>
    </message>
    <message>
        <source>as the model recommends</source>
        <translation>按模型的推荐</translation>
    </message>
    <message>
        <source>none but the usual</source>
        <translation>只用通常的证书</translation>
    </message>
    <message>
        <source>the system&apos;s own</source>
        <translation>跟随系统</translation>
    </message>
</context>
<context>
    <name>ShelfActions</name>
    <message>
        <source>%1 is what its publisher released.</source>
        <translation>%1 与发布者发布的一致。</translation>
    </message>
    <message>
        <source>%1 stays now, whatever %2 does with it; it takes no more space.</source>
        <translation>%1 会保留下来，无论 %2 如何处理；它不占用更多空间。</translation>
    </message>
    <message>
        <source>%1 was added where it lies; nothing was copied.</source>
        <translation>已在原位置添加 %1，没有复制任何文件。</translation>
    </message>
    <message>
        <source>Add a model file</source>
        <translation>添加模型文件</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Delete %1 from this computer? This frees %2.</source>
        <translation>从这台电脑删除 %1？可释放 %2。</translation>
    </message>
    <message>
        <source>Models and bundles (%1)</source>
        <translation>模型和模型包 (%1)</translation>
    </message>
    <message>
        <source>Nobody knows what %1 should be; its checksum was noted for the next time.</source>
        <translation>没有可供比对的 %1 校验和，已记下供下次使用。</translation>
    </message>
    <message>
        <source>Take %1 off the list? Its file stays where it is.</source>
        <translation>从列表中移除 %1？文件会留在原处。</translation>
    </message>
    <message>
        <source>Take off</source>
        <translation>移除</translation>
    </message>
</context>
<context>
    <name>Shortcuts</name>
    <message>
        <source>A page up or down</source>
        <translation>向上或向下一页</translation>
    </message>
    <message>
        <source>Back to the chat; there: stop the answer, close what is open</source>
        <translation>返回对话；在对话中：停止回答，关闭打开的内容</translation>
    </message>
    <message>
        <source>Choose files</source>
        <translation>选择文件</translation>
    </message>
    <message>
        <source>Copy what is selected</source>
        <translation>复制所选内容</translation>
    </message>
    <message>
        <source>Delete; it can be undone</source>
        <translation>删除（可撤销）</translation>
    </message>
    <message>
        <source>Everything larger</source>
        <translation>全部放大</translation>
    </message>
    <message>
        <source>Everything smaller</source>
        <translation>全部缩小</translation>
    </message>
    <message>
        <source>Everything that can be done with it</source>
        <translation>所有可用操作</translation>
    </message>
    <message>
        <source>Everywhere</source>
        <translation>任何位置</translation>
    </message>
    <message>
        <source>Find in this chat</source>
        <translation>在此对话中查找</translation>
    </message>
    <message>
        <source>In the conversation</source>
        <translation>对话内容</translation>
    </message>
    <message>
        <source>In the list of chats</source>
        <translation>对话列表</translation>
    </message>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>键盘快捷键</translation>
    </message>
    <message>
        <source>New chat</source>
        <translation>新对话</translation>
    </message>
    <message>
        <source>New line</source>
        <translation>换行</translation>
    </message>
    <message>
        <source>On to the next button</source>
        <translation>移到下一个按钮</translation>
    </message>
    <message>
        <source>Open the chat</source>
        <translation>打开对话</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>退出</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>重命名</translation>
    </message>
    <message>
        <source>Save the chat as PDF</source>
        <translation>将对话另存为 PDF</translation>
    </message>
    <message>
        <source>Search all chats</source>
        <translation>搜索所有对话</translation>
    </message>
    <message>
        <source>Select everything</source>
        <translation>全选</translation>
    </message>
    <message>
        <source>Select on from the last click, or the first line in sight</source>
        <translation>从上次点击处（或可见的第一行）开始扩展选择</translation>
    </message>
    <message>
        <source>Send</source>
        <translation>发送</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Show a caret, and select with Shift and arrows</source>
        <translation>显示光标，用 Shift 和方向键选择</translation>
    </message>
    <message>
        <source>Show or hide the sidebar</source>
        <translation>显示或隐藏侧边栏</translation>
    </message>
    <message>
        <source>The usual size</source>
        <translation>恢复默认大小</translation>
    </message>
    <message>
        <source>To the beginning or the end</source>
        <translation>到开头或结尾</translation>
    </message>
    <message>
        <source>Where you write</source>
        <translation>输入框</translation>
    </message>
    <message>
        <source>While something is found: on to the next place, or back</source>
        <translation>查找时：到下一处或上一处</translation>
    </message>
    <message>
        <source>With a caret: open the mark or link it stands at</source>
        <translation>有光标时：打开光标处的引用标记或链接</translation>
    </message>
    <message>
        <source>With a caret: to the message before, or the next one</source>
        <translation>有光标时：到上一条或下一条消息</translation>
    </message>
</context>
<context>
    <name>ShortcutsPage</name>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>键盘快捷键</translation>
    </message>
    <message>
        <source>No key does that.</source>
        <translation>没有对应的快捷键。</translation>
    </message>
    <message>
        <source>Search shortcuts</source>
        <translation>搜索快捷键</translation>
    </message>
</context>
<context>
    <name>Sidebar</name>
    <message>
        <source>Search chats</source>
        <translation>搜索对话</translation>
    </message>
    <message>
        <source>Light or dark</source>
        <translation>浅色或深色</translation>
    </message>
    <message>
        <source>Export all chats…</source>
        <translation>导出所有对话…</translation>
    </message>
    <message>
        <source>Import chats…</source>
        <translation>导入对话…</translation>
    </message>
    <message>
        <source>Hide the sidebar</source>
        <translation>隐藏侧边栏</translation>
    </message>
    <message>
        <source>New chat</source>
        <translation>新对话</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Folders, export, deleted chats</source>
        <translation>文件夹、导出、已删除的对话</translation>
    </message>
    <message>
        <source>New folder…</source>
        <translation>新建文件夹…</translation>
    </message>
    <message>
        <source>Recently deleted…</source>
        <translation>最近删除…</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
</context>
<context>
    <name>SlideBar</name>
    <message>
        <source>Scroll the code sideways</source>
        <translation>左右滚动代码</translation>
    </message>
</context>
<context>
    <name>SourcePane</name>
    <message>
        <source>Close the source</source>
        <translation>关闭原文</translation>
    </message>
    <message>
        <source>Larger page</source>
        <translation>放大页面</translation>
    </message>
    <message>
        <source>Next page</source>
        <translation>下一页</translation>
    </message>
    <message>
        <source>Page %1 of %2</source>
        <translation>第 %1 / %2 页</translation>
    </message>
    <message>
        <source>Previous page</source>
        <translation>上一页</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>原文</translation>
    </message>
</context>
<context>
    <name>SourceText</name>
    <message>
        <source>Text of the source</source>
        <translation>原文文本</translation>
    </message>
</context>
<context>
    <name>StatusLine</name>
    <message>
        <source>Figures of the last answer</source>
        <translation>上一次回答的数据</translation>
    </message>
    <message>
        <source>%1 tok/s</source>
        <translation>%1 token/秒</translation>
    </message>
    <message>
        <source>first token %1 s</source>
        <translation>首个 token %1 秒</translation>
    </message>
    <message>
        <source>context %1 of %2</source>
        <translation>上下文 %1 / %2</translation>
    </message>
</context>
<context>
    <name>Stops</name>
    <message>
        <source>Stop words</source>
        <translation>停止词</translation>
    </message>
    <message>
        <source>The answer ends before any of these, which stand with commas between them.</source>
        <translation>回答会在其中任意一个之前结束；多个之间用英文逗号隔开。</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
</context>
<context>
    <name>SummaryDialog</name>
    <message>
        <source>%1 characters</source>
        <translation>%1 个字符</translation>
    </message>
    <message numerus="yes">
        <source>%n page(s)</source>
        <translation>
            <numerusform>%n 页</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n page(s) are only pictures and cannot be read</source>
        <translation>
            <numerusform>%n 页只有图片，无法读取</numerusform>
        </translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Everything that matters</source>
        <translation>所有重要内容</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>Length</source>
        <translation>篇幅</translation>
    </message>
    <message>
        <source>Long</source>
        <translation>长</translation>
    </message>
    <message>
        <source>Medium</source>
        <translation>中</translation>
    </message>
    <message>
        <source>Pick key sentences</source>
        <translation>挑选重点句</translation>
    </message>
    <message>
        <source>Quick: read only the sentences that a rule chooses</source>
        <translation>快速：只读按规则选出的句子</translation>
    </message>
    <message>
        <source>Reading the files: %1 of %2</source>
        <translation>正在读取文件：%1/%2</translation>
    </message>
    <message>
        <source>Reading the files…</source>
        <translation>正在读取文件…</translation>
    </message>
    <message>
        <source>Short</source>
        <translation>短</translation>
    </message>
    <message>
        <source>Summarise</source>
        <translation>总结</translation>
    </message>
    <message>
        <source>Summarise a part only</source>
        <translation>只总结一部分</translation>
    </message>
    <message>
        <source>Takes %1 here.</source>
        <translation>在这台电脑上需要%1。</translation>
    </message>
    <message>
        <source>Takes %1 or more here.</source>
        <translation>在这台电脑上需要%1以上。</translation>
    </message>
    <message>
        <source>The built-in demo model picks sentences of the file: it quotes well and knows nothing.</source>
        <translation>内置演示模型只从文件中挑选句子：它擅长摘录原文，但没有任何知识。</translation>
    </message>
    <message>
        <source>The language of the file</source>
        <translation>与文件相同</translation>
    </message>
    <message>
        <source>The model reads about %1 of the text. What it does not read cannot be in the summary.</source>
        <translation>模型只读全文的约 %1。没有读到的内容不会出现在摘要里。</translation>
    </message>
    <message numerus="yes">
        <source>Up to %n point(s)</source>
        <translation>
            <numerusform>最多 %n 个要点</numerusform>
        </translation>
    </message>
    <message>
        <source>What it should be about</source>
        <translation>侧重什么</translation>
    </message>
</context>
<context>
    <name>TaskDialog</name>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Reading the files…</source>
        <translation>正在读取文件…</translation>
    </message>
    <message>
        <source>Takes %1 here.</source>
        <translation>在这台电脑上需要%1。</translation>
    </message>
</context>
<context>
    <name>Tools</name>
    <message>
        <source>%1 answers, beside the large model</source>
        <translation>由 %1 回答，与大模型并存</translation>
    </message>
    <message>
        <source>Choose the fast model</source>
        <translation>选择快速模型</translation>
    </message>
    <message>
        <source>Context length, temperature and more</source>
        <translation>上下文长度、温度等</translation>
    </message>
    <message>
        <source>Controls</source>
        <translation>参数</translation>
    </message>
    <message numerus="yes">
        <source>Controls: %n set</source>
        <translation>
            <numerusform>参数：已改 %n 项</numerusform>
        </translation>
    </message>
    <message>
        <source>Every answer is JSON of this form: %1</source>
        <translation>每个回答都是这种格式的 JSON：%1</translation>
    </message>
    <message>
        <source>Fast</source>
        <translation>快速</translation>
    </message>
    <message>
        <source>Fast: loading %1</source>
        <translation>快速：正在加载 %1</translation>
    </message>
    <message>
        <source>Let a small model answer, quickly</source>
        <translation>让小模型来快速回答</translation>
    </message>
    <message>
        <source>Let the answers be JSON</source>
        <translation>让回答采用 JSON 格式</translation>
    </message>
    <message>
        <source>The small model</source>
        <translation>小模型</translation>
    </message>
</context>
<context>
    <name>TopBar</name>
    <message>
        <source>Show the sidebar</source>
        <translation>显示侧边栏</translation>
    </message>
    <message>
        <source>Nothing leaves this computer</source>
        <translation>数据不会离开这台电脑</translation>
    </message>
    <message>
        <source>How that is enforced</source>
        <translation>这是如何保证的</translation>
    </message>
    <message>
        <source>Choose a model</source>
        <translation>选择模型</translation>
    </message>
    <message>
        <source>Model: %1</source>
        <translation>模型：%1</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>Downloading %1</source>
        <translation>正在下载 %1</translation>
    </message>
    <message>
        <source>Loading %1</source>
        <translation>正在加载 %1</translation>
    </message>
    <message>
        <source>Ready · graphics card</source>
        <translation>就绪 · 显卡</translation>
    </message>
    <message>
        <source>Ready · graphics card and processor</source>
        <translation>就绪 · 显卡和处理器</translation>
    </message>
    <message>
        <source>Ready · processor</source>
        <translation>就绪 · 处理器</translation>
    </message>
    <message>
        <source>Could not be loaded</source>
        <translation>无法加载</translation>
    </message>
</context>
<context>
    <name>Transcript</name>
    <message numerus="yes">
        <source>%n more row(s) are in the JSON below.</source>
        <translation>
            <numerusform>另有 %n 行见下方 JSON。</numerusform>
        </translation>
    </message>
    <message>
        <source>You</source>
        <translation>你</translation>
    </message>
    <message>
        <source>fast</source>
        <translation>快速</translation>
    </message>
    <message>
        <source>Assistant</source>
        <translation>助手</translation>
    </message>
</context>
<context>
    <name>TranscriptView</name>
    <message>
        <source>Conversation</source>
        <translation>对话内容</translation>
    </message>
    <message>
        <source>Jump to the end</source>
        <translation>跳到末尾</translation>
    </message>
</context>
<context>
    <name>Transfers</name>
    <message>
        <source>%1: %2 new, %3 here already</source>
        <translation>%1：新增 %2 个，已有 %3 个</translation>
    </message>
    <message>
        <source>Chats (*.json *.zip)</source>
        <translation>对话 (*.json *.zip)</translation>
    </message>
    <message>
        <source>Everything, to be imported again</source>
        <translation>全部内容，可再次导入</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>导出</translation>
    </message>
    <message>
        <source>Import chats</source>
        <translation>导入对话</translation>
    </message>
    <message>
        <source>Markdown</source>
        <translation>Markdown</translation>
    </message>
    <message>
        <source>PDF</source>
        <translation>PDF</translation>
    </message>
    <message>
        <source>Paddock chats</source>
        <translation>Paddock 对话</translation>
    </message>
    <message>
        <source>Saved as %1</source>
        <translation>已保存为 %1</translation>
    </message>
    <message>
        <source>Web page</source>
        <translation>网页</translation>
    </message>
</context>
<context>
    <name>TranslateDialog</name>
    <message>
        <source>Into which language</source>
        <translation>译成哪种语言</translation>
    </message>
    <message>
        <source>Translate</source>
        <translation>翻译</translation>
    </message>
</context>
<context>
    <name>Tray</name>
    <message>
        <source>New chat</source>
        <translation>新对话</translation>
    </message>
    <message>
        <source>Open Paddock</source>
        <translation>打开 Paddock</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>退出</translation>
    </message>
</context>
<context>
    <name>Troubles</name>
    <message>
        <source>Choose a model</source>
        <translation>选择模型</translation>
    </message>
    <message>
        <source>Restart Paddock</source>
        <translation>重新启动 Paddock</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
</context>
<context>
    <name>Wish</name>
    <message>
        <source>Draft tests</source>
        <translation>起草测试</translation>
    </message>
    <message>
        <source>Explain the code</source>
        <translation>讲解代码</translation>
    </message>
    <message>
        <source>List every…</source>
        <translation>逐项列出…</translation>
    </message>
    <message>
        <source>Review the code</source>
        <translation>审查代码</translation>
    </message>
    <message>
        <source>Summarise…</source>
        <translation>总结…</translation>
    </message>
    <message>
        <source>Take the tables out</source>
        <translation>提取表格</translation>
    </message>
    <message>
        <source>Translate…</source>
        <translation>翻译…</translation>
    </message>
</context>
<context>
    <name>Writing</name>
    <message>
        <source>The message goes as soon as its files are read.</source>
        <translation>文件读取完成后，消息会立即发送。</translation>
    </message>
</context>
<context>
    <name>_Command</name>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
</context>
<context>
    <name>_More</name>
    <message>
        <source>More: explain, review, tests…</source>
        <translation>更多：讲解、审查、测试…</translation>
    </message>
    <message>
        <source>More: translate, list, tables…</source>
        <translation>更多：翻译、清单、表格…</translation>
    </message>
</context>
<context>
    <name>_Reload</name>
    <message>
        <source>In force when the model is loaded again.</source>
        <translation>重新加载模型后生效。</translation>
    </message>
    <message>
        <source>Load again</source>
        <translation>重新加载</translation>
    </message>
</context>
<context>
    <name>_Requests</name>
    <message>
        <source>Every request ever made</source>
        <translation>迄今为止的所有请求</translation>
    </message>
    <message>
        <source>Received</source>
        <translation>已接收</translation>
    </message>
    <message>
        <source>To</source>
        <translation>目标</translation>
    </message>
    <message>
        <source>What for</source>
        <translation>用途</translation>
    </message>
    <message>
        <source>When</source>
        <translation>时间</translation>
    </message>
</context>
<context>
    <name>_Row</name>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
</context>
<context>
    <name>app</name>
    <message>
        <source>Paddock is open already, and its folder cannot be written. Use the window that is open.</source>
        <translation>Paddock 已经打开，但其文件夹无法写入。请使用已打开的窗口。</translation>
    </message>
</context>
<context>
    <name>errors</name>
    <message>
        <source>A helper process ({name}) stopped: {exit}.</source>
        <translation>辅助进程（{name}）已停止：{exit}。</translation>
    </message>
    <message>
        <source>Add it on the Models page.</source>
        <translation>请在“模型”页面添加。</translation>
    </message>
    <message>
        <source>Another window is already downloading it.</source>
        <translation>另一个窗口正在下载它。</translation>
    </message>
    <message>
        <source>CUDA_VISIBLE_DEVICES hides the graphics card, so the processor does the work</source>
        <translation>CUDA_VISIBLE_DEVICES 隐藏了显卡，因此由处理器运行</translation>
    </message>
    <message>
        <source>Change folder</source>
        <translation>更换文件夹</translation>
    </message>
    <message>
        <source>Choose a document with text in it.</source>
        <translation>请选择含有文字的文档。</translation>
    </message>
    <message>
        <source>Choose a document.</source>
        <translation>请选择文档。</translation>
    </message>
    <message>
        <source>Choose another</source>
        <translation>选择其他模型</translation>
    </message>
    <message>
        <source>Choose the files inside it.</source>
        <translation>请选择其中的文件。</translation>
    </message>
    <message>
        <source>Cria (built-in demo model)</source>
        <translation>Cria（内置演示模型）</translation>
    </message>
    <message>
        <source>Download again</source>
        <translation>重新下载</translation>
    </message>
    <message>
        <source>Export it as .csv and try again.</source>
        <translation>请导出为 .csv 后重试。</translation>
    </message>
    <message>
        <source>It belongs to another set of files.</source>
        <translation>它属于另一组文件。</translation>
    </message>
    <message>
        <source>It is not possible to set {setting} to {value}: choose from {low} to {high}.</source>
        <translation>无法将{setting}设为 {value}：请在 {low} 到 {high} 之间选择。</translation>
    </message>
    <message>
        <source>It is not text in UTF-8.</source>
        <translation>它不是 UTF-8 文本。</translation>
    </message>
    <message>
        <source>No internet connection. The part already downloaded is kept.</source>
        <translation>没有网络连接。已下载的部分会保留。</translation>
    </message>
    <message>
        <source>No model is loaded. Choose one first.</source>
        <translation>尚未加载模型，请先选择一个。</translation>
    </message>
    <message>
        <source>No model that can be had is called “{name}”. Find one with “paddock models search {name}”.</source>
        <translation>没有可以获取的名为“{name}”的模型。可用“paddock models search {name}”查找。</translation>
    </message>
    <message>
        <source>Not enough space in {folder}: {needed} needed, {free} free.</source>
        <translation>{folder} 空间不足：需要 {needed}，剩余 {free}。</translation>
    </message>
    <message>
        <source>Only PDF pages can be shown.</source>
        <translation>只能显示 PDF 的页面。</translation>
    </message>
    <message>
        <source>Open it in LibreOffice and save it as .docx.</source>
        <translation>请用 LibreOffice 打开并另存为 .docx。</translation>
    </message>
    <message>
        <source>Open it in Outlook and save it as .eml or .pdf.</source>
        <translation>请用 Outlook 打开并另存为 .eml 或 .pdf。</translation>
    </message>
    <message>
        <source>Open it in PowerPoint, WPS or LibreOffice and save it as .pptx.</source>
        <translation>请用 PowerPoint、WPS 或 LibreOffice 打开并另存为 .pptx。</translation>
    </message>
    <message>
        <source>Open it in WPS and save it as .docx.</source>
        <translation>请用 WPS 打开并另存为 .docx。</translation>
    </message>
    <message>
        <source>Open it in WPS and save it as .pptx.</source>
        <translation>请用 WPS 打开并另存为 .pptx。</translation>
    </message>
    <message>
        <source>Open it in WPS and save it as .xlsx.</source>
        <translation>请用 WPS 打开并另存为 .xlsx。</translation>
    </message>
    <message>
        <source>Open it in Word, WPS or LibreOffice and save it as .docx.</source>
        <translation>请用 Word、WPS 或 LibreOffice 打开并另存为 .docx。</translation>
    </message>
    <message>
        <source>Open it in its own program and save it as .docx, .xlsx, .pptx or .pdf.</source>
        <translation>请用原来的程序打开并另存为 .docx、.xlsx、.pptx 或 .pdf。</translation>
    </message>
    <message>
        <source>Open page</source>
        <translation>打开页面</translation>
    </message>
    <message>
        <source>OpenDocument presentation</source>
        <translation>OpenDocument 演示文稿</translation>
    </message>
    <message>
        <source>OpenDocument spreadsheet</source>
        <translation>OpenDocument 表格</translation>
    </message>
    <message>
        <source>OpenDocument text</source>
        <translation>OpenDocument 文本</translation>
    </message>
    <message>
        <source>Paddock ended while this was being written. What was written is kept; ask again to continue.</source>
        <translation>写这段内容时 Paddock 退出了。已写的内容已保留，再次提问即可继续。</translation>
    </message>
    <message>
        <source>Paddock is closing.</source>
        <translation>Paddock 正在退出。</translation>
    </message>
    <message>
        <source>Paddock is set to stay offline. Allow it to go online in the settings to download, search or open a link.</source>
        <translation>Paddock 已设为保持离线。如需下载、搜索或打开链接，请在设置中允许联网。</translation>
    </message>
    <message>
        <source>Restart Paddock</source>
        <translation>重新启动 Paddock</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Several models fit “{name}”: {names}. Say which one.</source>
        <translation>有多个模型符合“{name}”：{names}。请指明是哪一个。</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>显示</translation>
    </message>
    <message>
        <source>Tables found in “{name}”: {tables}. There is none such to write; a table in a picture cannot be read.</source>
        <translation>在“{name}”中找到的表格数：{tables}。没有可写出的这张表；图片中的表格无法读取。</translation>
    </message>
    <message>
        <source>The JSON schema cannot be used at {path}: {detail}</source>
        <translation>JSON Schema 在 {path} 处无法使用：{detail}</translation>
    </message>
    <message>
        <source>The OCR pack cannot be used: {detail} Add another one with “paddock ocr add FOLDER”.</source>
        <translation>这个 OCR 包无法使用：{detail} 请用“paddock ocr add 文件夹”添加另一个。</translation>
    </message>
    <message>
        <source>The Qwen model of 7B that sees images is called Qwen2.5-VL-7B.</source>
        <translation>能看图片的 7B Qwen 模型叫做 Qwen2.5-VL-7B。</translation>
    </message>
    <message>
        <source>The access token was not accepted.</source>
        <translation>访问令牌未被接受。</translation>
    </message>
    <message>
        <source>The best model that fits this machine: all of it on {device}.</source>
        <translation>适合这台电脑的最好的模型：全部放在 {device} 上。</translation>
    </message>
    <message>
        <source>The best model that fits this machine: the processor sums up ten pages in about {minutes} min.</source>
        <translation>适合这台电脑的最好的模型：处理器总结十页约需 {minutes} 分钟。</translation>
    </message>
    <message>
        <source>The built-in demo model is a part of Paddock and cannot be removed. Any other model takes its place.</source>
        <translation>内置演示模型是 Paddock 的一部分，不能移除。任何其他模型都会取代它。</translation>
    </message>
    <message>
        <source>The built-in demo model overlooks much: do not rely on it.</source>
        <translation>内置演示模型会遗漏很多内容：请勿依赖它。</translation>
    </message>
    <message>
        <source>The chat template of “{name}” cannot be used: {detail}</source>
        <translation>“{name}”的对话模板无法使用：{detail}</translation>
    </message>
    <message>
        <source>The chats in {folder} are damaged. Start Paddock again: it keeps the file and saves what can be read.</source>
        <translation>{folder} 中的对话已损坏。请重新启动 Paddock：它会保留该文件，并抢救所有可读的内容。</translation>
    </message>
    <message>
        <source>The chats in {folder} are in use by another Paddock. Close it and try again.</source>
        <translation>{folder} 中的对话正被另一个 Paddock 使用。请关闭它后重试。</translation>
    </message>
    <message>
        <source>The chats were damaged and have been repaired: {messages} messages in {chats} chats are here, {from_backup} of them from a backup. The damaged file is kept in {kept}.</source>
        <translation>对话文件曾损坏，现已修复：共 {chats} 个对话、{messages} 条消息，其中 {from_backup} 条来自备份。损坏的文件保存在 {kept}。</translation>
    </message>
    <message>
        <source>The connection could not be verified (a company proxy, or a wrong clock).</source>
        <translation>无法验证连接的安全性（可能是公司代理，或系统时间不准）。</translation>
    </message>
    <message>
        <source>The correction “{correction}” cannot be made: {detail}</source>
        <translation>无法按“{correction}”更正：{detail}</translation>
    </message>
    <message>
        <source>The disk of {folder} is full. Free some space; nothing that was saved is lost.</source>
        <translation>{folder} 所在磁盘已满。请清理空间；已保存的内容不会丢失。</translation>
    </message>
    <message>
        <source>The downloaded file was damaged twice and was removed.</source>
        <translation>下载的文件两次损坏，已删除。</translation>
    </message>
    <message>
        <source>The engine did not answer for {seconds} seconds and was stopped. What was written is kept.</source>
        <translation>引擎 {seconds} 秒没有响应，已被停止。已写的内容已保留。</translation>
    </message>
    <message>
        <source>The engine ended unexpectedly ({deaths} in a row) and was started again on the processor, which is slower than the graphics card.</source>
        <translation>引擎意外结束（连续 {deaths} 次），已改用处理器重新启动，速度比显卡慢。</translation>
    </message>
    <message>
        <source>The engine ended unexpectedly ({deaths} in a row) and was started again on the processor, with a context of {n_ctx} instead of {wished}.</source>
        <translation>引擎意外结束（连续 {deaths} 次），已改用处理器重新启动，上下文为 {n_ctx}，而不是 {wished}。</translation>
    </message>
    <message>
        <source>The engine ended unexpectedly ({deaths} in a row) and was started again with a context of {n_ctx} instead of {wished}.</source>
        <translation>引擎意外结束（连续 {deaths} 次），已重新启动，上下文为 {n_ctx}，而不是 {wished}。</translation>
    </message>
    <message>
        <source>The engine stopped ({exit}). What was written is kept; ask again to continue.</source>
        <translation>引擎已停止（{exit}）。已写的内容已保留，再次提问即可继续。</translation>
    </message>
    <message>
        <source>The engine was built for another processor and stopped ({exit}). Install Paddock on this computer again; from its source: delete .venv and build, then “make run”.</source>
        <translation>引擎是为另一种处理器构建的，已停止（{exit}）。请在这台电脑上重新安装 Paddock；若从源码运行：删除 .venv 和 build，然后执行“make run”。</translation>
    </message>
    <message>
        <source>The folder {folder} cannot be written: {detail}</source>
        <translation>无法写入文件夹 {folder}：{detail}</translation>
    </message>
    <message>
        <source>The folder “{name}” holds no file. Choose one with documents in it.</source>
        <translation>文件夹“{name}”里没有文件。请选择有文档的文件夹。</translation>
    </message>
    <message>
        <source>The graphics card could not be used, so the processor does the work, which is slower. {detail}</source>
        <translation>显卡无法使用，改由处理器运行，速度较慢。{detail}</translation>
    </message>
    <message>
        <source>The helper that reaches the network has stopped. Start Paddock again to download or search.</source>
        <translation>负责联网的辅助进程已停止。请重新启动 Paddock，再下载或搜索。</translation>
    </message>
    <message>
        <source>The helper that reaches the network has stopped. What is downloaded is kept.</source>
        <translation>连接网络的辅助进程已停止。已下载的部分已保留。</translation>
    </message>
    <message>
        <source>The keyring of this system cannot be used for the access token: {detail}.</source>
        <translation>无法用这个系统的密钥环保存访问令牌：{detail}。</translation>
    </message>
    <message>
        <source>The link could not be opened: {detail}. Copy its address into your browser.</source>
        <translation>无法打开链接：{detail}。请把地址复制到浏览器中。</translation>
    </message>
    <message>
        <source>The list of labels {name} cannot be used: {detail}</source>
        <translation>标签列表 {name} 无法使用：{detail}</translation>
    </message>
    <message>
        <source>The list of mirrors {path} cannot be used: {detail} Correct it or remove it.</source>
        <translation>镜像列表 {path} 无法使用：{detail} 请改正或删除它。</translation>
    </message>
    <message>
        <source>The list of models {path} cannot be used: {detail} Correct it or remove it.</source>
        <translation>模型列表 {path} 无法使用：{detail} 请更正或删除它。</translation>
    </message>
    <message>
        <source>The model file “{name}” is not there any more. Download it again, or choose another model.</source>
        <translation>模型文件“{name}”已不在原处。请重新下载，或选择其他模型。</translation>
    </message>
    <message>
        <source>The model server asks us to wait. Continuing in {wait}.</source>
        <translation>模型服务器要求稍候，{wait} 后继续。</translation>
    </message>
    <message>
        <source>The model server is not answering. What is downloaded is kept.</source>
        <translation>模型服务器没有响应。已下载的部分会保留。</translation>
    </message>
    <message>
        <source>The model wrote no notes on the earlier messages. Nothing was changed; choose another way.</source>
        <translation>模型没有为之前的消息写出要点。什么都没有改变；请选择其他办法。</translation>
    </message>
    <message>
        <source>The name of “{name}” holds bytes that are no text. Rename the file and choose it again.</source>
        <translation>“{name}”的名称含有不是文本的字节。请重命名该文件后重新选择。</translation>
    </message>
    <message>
        <source>The output cannot be written: {detail}</source>
        <translation>无法写入输出：{detail}</translation>
    </message>
    <message>
        <source>The proxy refused the connection.</source>
        <translation>代理拒绝了连接。</translation>
    </message>
    <message>
        <source>The publisher asks you to accept its licence first.</source>
        <translation>发布者要求先接受其许可协议。</translation>
    </message>
    <message>
        <source>The publisher&apos;s file differs from the one this version knows. Not downloaded.</source>
        <translation>发布者的文件与本版本所知的不同，未下载。</translation>
    </message>
    <message>
        <source>The settings file {path} could not be read and was set aside as {kept}. The defaults are in use.</source>
        <translation>设置文件 {path} 无法读取，已另存为 {kept}。目前使用默认设置。</translation>
    </message>
    <message>
        <source>The smallest model that fits this machine; it will be slow.</source>
        <translation>适合这台电脑的最小的模型；会比较慢。</translation>
    </message>
    <message>
        <source>The {chats} chats of {day}, from before the upgrade, are here again. Those of the newer version are kept in {kept}; when you install it again, it takes in what was said in them.</source>
        <translation>升级前（{day}）的 {chats} 个对话已恢复。较新版本的对话保存在 {kept}；重新安装该版本时，其中的内容会被重新纳入。</translation>
    </message>
    <message>
        <source>There is a folder “{name}” already. Choose another name, or move the chats there.</source>
        <translation>已经有名为“{name}”的文件夹。请换一个名称，或把对话移到那里。</translation>
    </message>
    <message>
        <source>There is no Qwen2.5 with 1.8B parameters; its sizes are 0.5B, 1.5B, 3B, 7B, 14B and 32B. This is the nearest.</source>
        <translation>没有 1.8B 参数的 Qwen2.5；它的规模有 0.5B、1.5B、3B、7B、14B 和 32B。这是最接近的一个。</translation>
    </message>
    <message>
        <source>There is no display to open a window on. In the terminal use “paddock summarize FILE”.</source>
        <translation>没有可以打开窗口的显示器。在终端里请用“paddock summarize 文件”。</translation>
    </message>
    <message>
        <source>There is no model called “{name}” on this computer. See “paddock models list”.</source>
        <translation>这台电脑上没有名为“{name}”的模型。可用“paddock models list”查看。</translation>
    </message>
    <message>
        <source>There is no model on this computer yet. For this machine: “paddock models pull {id}” ({name}, {size}); or use a file you have: “paddock models add FILE”.</source>
        <translation>这台电脑上还没有模型。推荐：“paddock models pull {id}”（{name}，{size}）；或使用已有文件：“paddock models add FILE”。</translation>
    </message>
    <message>
        <source>There is no pack for NVIDIA cards to be downloaded for this Paddock, or none that would help here. A pack’s file from elsewhere is taken in by “paddock gpu install FILE”.</source>
        <translation>没有可供此 Paddock 下载的 NVIDIA 显卡组件包，或者这里用不上。从别处带来的组件包文件可以用“paddock gpu install FILE”装入。</translation>
    </message>
    <message>
        <source>There is no report template “{name}”. There are: {names}.</source>
        <translation>没有名为“{name}”的报告模板。现有：{names}。</translation>
    </message>
    <message>
        <source>There is no repository “{name}” at {host}, or it is not public. Check the name.</source>
        <translation>{host} 上没有仓库“{name}”，或它不公开。请检查名称。</translation>
    </message>
    <message>
        <source>There is no text to answer. Write something first.</source>
        <translation>没有可以回答的文字。请先写点内容。</translation>
    </message>
    <message>
        <source>These chats were written by a newer Paddock ({found}; this one knows {known}). Install the newer version, or go back to the {chats} chats of {day} with “paddock go-back”; those of now are kept.</source>
        <translation>这些对话由更新版本的 Paddock 写入（{found}；此版本只认识 {known}）。请安装较新的版本，或用“paddock go-back”恢复 {day} 的 {chats} 个对话；现在的对话会保留。</translation>
    </message>
    <message>
        <source>These chats were written by a newer Paddock ({found}; this one knows {known}). Install the newer version.</source>
        <translation>这些对话由更新版本的 Paddock 写入（{found}；当前版本只认识 {known}）。请安装新版本。</translation>
    </message>
    <message>
        <source>This chat or message is not there any more. It was removed meanwhile.</source>
        <translation>该对话或消息已不存在，可能刚刚被删除。</translation>
    </message>
    <message>
        <source>This drive cannot hold files over 4 GB.</source>
        <translation>该磁盘无法存放超过 4 GB 的文件。</translation>
    </message>
    <message>
        <source>This file is no longer offered.</source>
        <translation>该文件已不再提供。</translation>
    </message>
    <message>
        <source>This is no access token: one has no spaces and only plain letters. Copy it from your account&apos;s page again.</source>
        <translation>这不是访问令牌：令牌里没有空格，只有普通字符。请从你的账号页面重新复制。</translation>
    </message>
    <message>
        <source>This mirror does not have the file. Choose another one, or the Hub itself.</source>
        <translation>这个镜像没有该文件。请选择另一个镜像，或 Hugging Face 本身。</translation>
    </message>
    <message>
        <source>This model type is not supported by this version.</source>
        <translation>本版本不支持该类模型。</translation>
    </message>
    <message>
        <source>This needs {needed} tokens and the context holds {n_ctx}. Shorten it, or choose a longer context.</source>
        <translation>需要 {needed} 个 token，而上下文只能容纳 {n_ctx} 个。请缩短内容，或选择更长的上下文。</translation>
    </message>
    <message>
        <source>This network shows a sign-in page instead of the file.</source>
        <translation>当前网络返回的是登录页面，而不是文件。</translation>
    </message>
    <message>
        <source>This should not have happened, and a report was written: {detail}</source>
        <translation>发生了不该出现的错误，已写入报告：{detail}</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Try now</source>
        <translation>立即重试</translation>
    </message>
    <message>
        <source>Unpack it and choose the files inside.</source>
        <translation>请解压后选择其中的文件。</translation>
    </message>
    <message>
        <source>Word document</source>
        <translation>Word 文档</translation>
    </message>
    <message>
        <source>a database</source>
        <translation>数据库</translation>
    </message>
    <message>
        <source>a language model</source>
        <translation>语言模型</translation>
    </message>
    <message>
        <source>a program</source>
        <translation>程序</translation>
    </message>
    <message>
        <source>a recording</source>
        <translation>录音</translation>
    </message>
    <message>
        <source>a schema is a JSON object.</source>
        <translation>schema 应为一个 JSON 对象。</translation>
    </message>
    <message>
        <source>a trial on the card ended in a crash</source>
        <translation>在显卡上试运行时崩溃</translation>
    </message>
    <message>
        <source>a trial on the card failed</source>
        <translation>在显卡上试运行失败</translation>
    </message>
    <message>
        <source>a trial on the card gave a wrong result</source>
        <translation>在显卡上试运行的结果有误</translation>
    </message>
    <message>
        <source>a trial on the card gave no answer in time</source>
        <translation>在显卡上试运行时没有及时得到结果</translation>
    </message>
    <message>
        <source>all {n_layers} layers on the processor</source>
        <translation>全部 {n_layers} 层都在处理器上</translation>
    </message>
    <message>
        <source>an archive</source>
        <translation>压缩包</translation>
    </message>
    <message>
        <source>an empty list</source>
        <translation>空列表</translation>
    </message>
    <message>
        <source>an old Office document</source>
        <translation>旧版 Office 文档</translation>
    </message>
    <message>
        <source>binary data</source>
        <translation>二进制数据</translation>
    </message>
    <message>
        <source>blocked by Linux</source>
        <translation>由 Linux 内核阻断</translation>
    </message>
    <message>
        <source>does not fit: needs {needed_gb:g} GB and {free_gb:g} GB is free on {device}</source>
        <translation>放不下：需要 {needed_gb:g} GB，{device}上剩余 {free_gb:g} GB</translation>
    </message>
    <message>
        <source>failed: {detail}</source>
        <translation>失败：{detail}</translation>
    </message>
    <message>
        <source>fits: {needed_gb:g} of {total_gb:g} GB on {device}</source>
        <translation>放得下：需要 {needed_gb:g} GB，{device}可用 {total_gb:g} GB</translation>
    </message>
    <message>
        <source>it asks for more than one form; give one of them.</source>
        <translation>它要求了不止一种格式；请只给一种。</translation>
    </message>
    <message>
        <source>it does not answer</source>
        <translation>它没有回应</translation>
    </message>
    <message>
        <source>it does not hand the token out</source>
        <translation>它不交出令牌</translation>
    </message>
    <message>
        <source>it has no pages.</source>
        <translation>其中没有页面。</translation>
    </message>
    <message>
        <source>it has no words for tools.</source>
        <translation>它没有描述工具的内容。</translation>
    </message>
    <message>
        <source>it has to be FILE=LABEL.</source>
        <translation>应写成 文件=标签。</translation>
    </message>
    <message>
        <source>it has to be a list of texts.</source>
        <translation>应为文字列表。</translation>
    </message>
    <message>
        <source>it has to be an object with properties, one for each thing looked for.</source>
        <translation>应为带有 properties 的对象，每个要查找的内容一项。</translation>
    </message>
    <message>
        <source>it has to be an object.</source>
        <translation>应为对象。</translation>
    </message>
    <message>
        <source>it has to be {&quot;const&quot;: …, &quot;description&quot;: …}.</source>
        <translation>应为 {&quot;const&quot;: …, &quot;description&quot;: …}。</translation>
    </message>
    <message>
        <source>it holds no workbook.</source>
        <translation>其中没有工作簿。</translation>
    </message>
    <message>
        <source>it is damaged, or it was not made with this version of Paddock</source>
        <translation>文件已损坏，或者不是随此版本的 Paddock 制作的</translation>
    </message>
    <message>
        <source>it is longer than 1 MB.</source>
        <translation>它超过 1 MB。</translation>
    </message>
    <message>
        <source>it is nested too deeply.</source>
        <translation>嵌套层数太多。</translation>
    </message>
    <message>
        <source>it is no program.</source>
        <translation>它不是程序。</translation>
    </message>
    <message>
        <source>it is not well-formed Rich Text.</source>
        <translation>它不是规范的 RTF。</translation>
    </message>
    <message>
        <source>it is too long to be a file of presets.</source>
        <translation>作为预设文件太长了。</translation>
    </message>
    <message>
        <source>it is true or false, and true only for an array of labels.</source>
        <translation>它只能是 true 或 false，且只有标签数组才能为 true。</translation>
    </message>
    <message>
        <source>it makes nothing of the messages.</source>
        <translation>它没有从消息中生成任何内容。</translation>
    </message>
    <message>
        <source>it measured nothing.</source>
        <translation>它没有测出任何结果。</translation>
    </message>
    <message>
        <source>it names no chapter.</source>
        <translation>其中没有章节。</translation>
    </message>
    <message>
        <source>its answer is not understood.</source>
        <translation>无法理解它的输出。</translation>
    </message>
    <message>
        <source>its cells cannot be read.</source>
        <translation>其单元格无法读取。</translation>
    </message>
    <message>
        <source>its library cannot be loaded</source>
        <translation>其程序库无法加载</translation>
    </message>
    <message>
        <source>its structure cannot be followed.</source>
        <translation>其结构无法解析。</translation>
    </message>
    <message>
        <source>no NVIDIA driver was found</source>
        <translation>未找到 NVIDIA 驱动程序</translation>
    </message>
    <message>
        <source>only one label can be the main one.</source>
        <translation>只能有一个标签是主要的。</translation>
    </message>
    <message>
        <source>the NVIDIA driver is too old, version 580 or newer is needed</source>
        <translation>NVIDIA 驱动程序太旧，需要 580 或更新的版本</translation>
    </message>
    <message>
        <source>{messages} messages in {chats} chats, which an older Paddock had kept aside, are here again.</source>
        <translation>较旧的 Paddock 之前保留在一旁的 {chats} 个对话中的 {messages} 条消息已重新纳入。</translation>
    </message>
    <message>
        <source>“{name}” holds no text. There is nothing to read in it.</source>
        <translation>“{name}”中没有文字，没有可读的内容。</translation>
    </message>
    <message>
        <source>“{name}” is a picture. Add an OCR pack in the window or with “paddock ocr add”, and its words are read.</source>
        <translation>“{name}”是图片。在窗口中或用“paddock ocr add”添加 OCR 包后，即可读取其中的文字。</translation>
    </message>
    <message>
        <source>PowerPoint Document</source>
        <translation>PowerPoint Document</translation>
    </message>
    <message>
        <source>A Word document needs a file: add -o NAME.docx.</source>
        <translation>Word 文档需要写入文件：请加上 -o 名称.docx。</translation>
    </message>
    <message>
        <source>Save it again in its own program.</source>
        <translation>请用原来的程序重新保存。</translation>
    </message>
    <message>
        <source>Save it as .docx.</source>
        <translation>请另存为 .docx。</translation>
    </message>
    <message>
        <source>Save it as .png if there are words on it.</source>
        <translation>如果上面有文字，请另存为 .png。</translation>
    </message>
    <message>
        <source>Save it as .xlsx.</source>
        <translation>请另存为 .xlsx。</translation>
    </message>
    <message>
        <source>The file “{name}” was changed while the model was in use. Ask again: it is loaded anew.</source>
        <translation>模型使用期间，文件“{name}”被改动了。请再问一次：模型会重新加载。</translation>
    </message>
    <message>
        <source>The folder {folder} is not there or cannot be written.</source>
        <translation>文件夹 {folder} 不存在或无法写入。</translation>
    </message>
    <message>
        <source>This answer cannot be repeated: it was not finished, or its settings were not kept. Answer it anew.</source>
        <translation>无法重复这个回答：它没有完成，或者没有保存它的设置。请重新回答。</translation>
    </message>
    <message>
        <source>a WPS document</source>
        <translation>WPS 文字文档</translation>
    </message>
    <message>
        <source>a WPS presentation</source>
        <translation>WPS 演示文稿</translation>
    </message>
    <message>
        <source>a WPS spreadsheet</source>
        <translation>WPS 表格</translation>
    </message>
    <message>
        <source>a Works document</source>
        <translation>Works 文档</translation>
    </message>
    <message>
        <source>a cell lies outside every sheet.</source>
        <translation>有单元格位于所有工作表之外。</translation>
    </message>
    <message>
        <source>a drawing or an animation</source>
        <translation>图画或动画</translation>
    </message>
    <message>
        <source>an Office document in XML of 2003</source>
        <translation>2003 版 XML 格式的 Office 文档</translation>
    </message>
    <message>
        <source>an Outlook message</source>
        <translation>Outlook 邮件</translation>
    </message>
    <message>
        <source>an archive with nothing in it</source>
        <translation>空的压缩包</translation>
    </message>
    <message>
        <source>an archive, or a package of a kind unknown here</source>
        <translation>压缩包，或未知类型的文件包</translation>
    </message>
    <message>
        <source>an old PowerPoint presentation</source>
        <translation>旧版 PowerPoint 演示文稿</translation>
    </message>
    <message>
        <source>an old Word document</source>
        <translation>旧版 Word 文档</translation>
    </message>
    <message>
        <source>it holds itself without end, so that nothing can satisfy it.</source>
        <translation>它无止境地包含自身，没有任何值能满足它。</translation>
    </message>
    <message>
        <source>it is for another system</source>
        <translation>它适用于另一种系统</translation>
    </message>
    <message>
        <source>it is for another version of Paddock, get the pack of this one</source>
        <translation>它适用于另一个版本的 Paddock，请获取此版本的组件包</translation>
    </message>
    <message>
        <source>it is no such pack</source>
        <translation>它不是这样的组件包</translation>
    </message>
    <message>
        <source>it is not a complete zip package.</source>
        <translation>它不是完整的 zip 包。</translation>
    </message>
    <message>
        <source>it is packed in a way no Office program uses.</source>
        <translation>它的打包方式不是任何 Office 程序所用的。</translation>
    </message>
    <message>
        <source>its list of pages does not end.</source>
        <translation>其页面列表没有结尾。</translation>
    </message>
    <message>
        <source>its list of pages is cut off.</source>
        <translation>其页面列表不完整。</translation>
    </message>
    <message>
        <source>nested too deeply</source>
        <translation>嵌套过深</translation>
    </message>
    <message>
        <source>no conversations.json is in the zip.</source>
        <translation>压缩包里没有 conversations.json。</translation>
    </message>
    <message>
        <source>no graphics card with a driver was found, so the processor does the work</source>
        <translation>没有找到装有驱动的显卡，由处理器运行</translation>
    </message>
    <message>
        <source>no sign of life</source>
        <translation>没有响应</translation>
    </message>
    <message>
        <source>not restricted</source>
        <translation>未限制</translation>
    </message>
    <message>
        <source>nothing can satisfy it.</source>
        <translation>没有任何内容能满足它。</translation>
    </message>
    <message>
        <source>restricted by the program</source>
        <translation>由程序自身限制</translation>
    </message>
    <message>
        <source>say which field: FILE:FIELD=LABEL.</source>
        <translation>请写明项目：文件:项目=标签。</translation>
    </message>
    <message>
        <source>the batch size</source>
        <translation>批大小</translation>
    </message>
    <message>
        <source>the cache is kept in 8 bits instead of 16, which saves {saved_gb:g} GB and slows long answers</source>
        <translation>缓存用 8 位代替 16 位，可省 {saved_gb:g} GB，但长回答会变慢</translation>
    </message>
    <message>
        <source>the context is {n_ctx} instead of {wished}, because {free_gb:g} GB is free</source>
        <translation>上下文为 {n_ctx} 而不是 {wished}，因为只剩 {free_gb:g} GB</translation>
    </message>
    <message>
        <source>the context is {n_ctx} instead of {wished}: the model was trained for no more</source>
        <translation>上下文为 {n_ctx} 而不是 {wished}：模型训练时最长只到这里</translation>
    </message>
    <message>
        <source>the context length</source>
        <translation>上下文长度</translation>
    </message>
    <message>
        <source>the context of {n_ctx} is longer than the {trained} the model was trained for; expect mistakes</source>
        <translation>上下文 {n_ctx} 超过了模型训练时的 {trained}，回答可能出错</translation>
    </message>
    <message>
        <source>the engine found no card that it can use</source>
        <translation>引擎没有找到可用的显卡</translation>
    </message>
    <message>
        <source>the frequency penalty</source>
        <translation>频率惩罚</translation>
    </message>
    <message>
        <source>the helper process that opens links has stopped</source>
        <translation>负责打开链接的辅助进程已停止</translation>
    </message>
    <message>
        <source>the longest answer</source>
        <translation>最长回答</translation>
    </message>
    <message>
        <source>the min-p value</source>
        <translation>min-p 值</translation>
    </message>
    <message>
        <source>the model said nothing of the sample that can be checked. Write it yourself.</source>
        <translation>模型对样本没有说出可核对的内容。请自己写一份。</translation>
    </message>
    <message>
        <source>the model was trained for {trained} tokens</source>
        <translation>模型训练时只用到 {trained} 个 token</translation>
    </message>
    <message>
        <source>the number of answers at a time</source>
        <translation>同时回答的数量</translation>
    </message>
    <message>
        <source>the number of layers on the graphics card</source>
        <translation>显卡上的层数</translation>
    </message>
    <message>
        <source>the number of the graphics card</source>
        <translation>显卡编号</translation>
    </message>
    <message>
        <source>the number of threads</source>
        <translation>线程数</translation>
    </message>
    <message>
        <source>the picture cannot be decoded.</source>
        <translation>无法解码该图片。</translation>
    </message>
    <message>
        <source>the presence penalty</source>
        <translation>存在惩罚</translation>
    </message>
    <message>
        <source>the processor</source>
        <translation>处理器</translation>
    </message>
    <message>
        <source>the reach of the repeat penalty</source>
        <translation>重复惩罚的范围</translation>
    </message>
    <message>
        <source>the repeat penalty</source>
        <translation>重复惩罚</translation>
    </message>
    <message>
        <source>the seed</source>
        <translation>随机种子</translation>
    </message>
    <message>
        <source>the temperature</source>
        <translation>温度</translation>
    </message>
    <message>
        <source>the top-k value</source>
        <translation>top-k 值</translation>
    </message>
    <message>
        <source>the top-p value</source>
        <translation>top-p 值</translation>
    </message>
    <message>
        <source>the zip cannot be unpacked.</source>
        <translation>压缩包无法解压。</translation>
    </message>
    <message>
        <source>there can be only one answer.</source>
        <translation>只能有一个答案。</translation>
    </message>
    <message>
        <source>there is no such field in this report.</source>
        <translation>这份报告里没有这个项目。</translation>
    </message>
    <message>
        <source>there is no such file in this report.</source>
        <translation>这份报告里没有这个文件。</translation>
    </message>
    <message>
        <source>this Paddock’s engine was built in one piece, an installer’s is not</source>
        <translation>此 Paddock 的引擎是整体编译的，安装版的引擎则不是</translation>
    </message>
    <message>
        <source>this label is not in the list.</source>
        <translation>列表里没有这个标签。</translation>
    </message>
    <message>
        <source>would take about {minutes} min here</source>
        <translation>在本机约需 {minutes} 分钟</translation>
    </message>
    <message>
        <source>{device} is not used: the engine was built without CUDA, see “paddock doctor”</source>
        <translation>未使用 {device}：引擎编译时没有 CUDA，详见“paddock doctor”</translation>
    </message>
    <message>
        <source>{device} is not used: {why}{detail}</source>
        <translation>未使用 {device}：{why}{detail}</translation>
    </message>
    <message>
        <source>{device} is used: there is no card with the number {wished}</source>
        <translation>使用 {device}：没有编号为 {wished} 的显卡</translation>
    </message>
    <message>
        <source>{free_gb:g} GB is free on the graphics card, too little: the processor does the work</source>
        <translation>显卡上只剩 {free_gb:g} GB，不够用，由处理器运行</translation>
    </message>
    <message>
        <source>{host} asks us to wait. Try again in a minute.</source>
        <translation>{host} 要求稍候，请一分钟后重试。</translation>
    </message>
    <message>
        <source>{host} cannot be reached now. What is on this computer works without it.</source>
        <translation>现在无法连接 {host}。本机已有的内容不受影响。</translation>
    </message>
    <message>
        <source>{host} has models to download and cannot be searched. Choose another mirror, or the Hub itself.</source>
        <translation>{host} 只能下载模型，不能搜索。请选择其他镜像，或直接使用 Hugging Face。</translation>
    </message>
    <message>
        <source>{n_gpu_layers} layers are on the graphics card and not {wished}: the engine could not use it, see “paddock doctor”</source>
        <translation>显卡上有 {n_gpu_layers} 层，而不是 {wished} 层：引擎无法使用显卡，详见“paddock doctor”</translation>
    </message>
    <message>
        <source>{n_gpu_layers} of {n_layers} layers are on the graphics card, the others are slower</source>
        <translation>{n_layers} 层中有 {n_gpu_layers} 层在显卡上，其余各层较慢</translation>
    </message>
    <message>
        <source>{n_gpu_layers} of {n_layers} layers on {device}</source>
        <translation>{device} 上有 {n_gpu_layers}/{n_layers} 层</translation>
    </message>
    <message>
        <source>{n_gpu_layers} of {n_layers} layers on {device}, the others on the processor</source>
        <translation>{device} 上有 {n_gpu_layers}/{n_layers} 层，其余在处理器上</translation>
    </message>
    <message>
        <source>“{name}” cannot be deleted: {detail} Close the programs that use it and try again.</source>
        <translation>无法删除“{name}”：{detail} 请关闭正在使用它的程序后重试。</translation>
    </message>
    <message>
        <source>“{name}” cannot be kept in {folder}: {detail}. Choose a model folder on the same drive.</source>
        <translation>“{name}”无法保留在 {folder}：{detail}。请选择同一磁盘上的模型文件夹。</translation>
    </message>
    <message>
        <source>“{name}” cannot be opened: {detail} Check its permissions.</source>
        <translation>无法打开“{name}”：{detail} 请检查其访问权限。</translation>
    </message>
    <message>
        <source>“{name}” cannot be used as the pack for NVIDIA cards: {detail}.</source>
        <translation>“{name}”不能用作 NVIDIA 显卡的组件包：{detail}。</translation>
    </message>
    <message>
        <source>“{name}” cannot be used: {detail}</source>
        <translation>“{name}”无法使用：{detail}</translation>
    </message>
    <message>
        <source>“{name}” could not be loaded: the engine stopped on it ({exit}). Download it again, or choose another model.</source>
        <translation>无法加载“{name}”：引擎在加载时停止（{exit}）。请重新下载，或选择其他模型。</translation>
    </message>
    <message>
        <source>“{name}” could not be loaded: {detail}</source>
        <translation>无法加载“{name}”：{detail}</translation>
    </message>
    <message>
        <source>“{name}” could not be measured with: {detail} Leave it out with --no-llama-bench.</source>
        <translation>无法用“{name}”测量：{detail} 可用 --no-llama-bench 略过它。</translation>
    </message>
    <message>
        <source>“{name}” could not be read: the reader stopped ({exit}). The file is unchanged.</source>
        <translation>无法读取“{name}”：阅读进程已停止（{exit}）。文件未被改动。</translation>
    </message>
    <message>
        <source>“{name}” does not have “{wanted}”. It has: {names}</source>
        <translation>“{name}”没有“{wanted}”。现有：{names}</translation>
    </message>
    <message>
        <source>“{name}” has {pages} pages; there is no page {page} in it.</source>
        <translation>“{name}”共 {pages} 页，没有第 {page} 页。</translation>
    </message>
    <message>
        <source>“{name}” has {size}; this kind of file is read up to {limit}. Split it and try the parts.</source>
        <translation>“{name}”大小为 {size}，此类文件最多读取 {limit}。请拆分后分别尝试。</translation>
    </message>
    <message>
        <source>“{name}” holds no text, only pictures. Add an OCR pack, in the window or with “paddock ocr add”, to have a PDF read; any file can be made searchable with an OCR program first.</source>
        <translation>“{name}”中没有文字，只有图片。添加 OCR 包（在窗口中，或用“paddock ocr add”）后即可识别 PDF；也可以先用 OCR 程序把文件变成可搜索的。</translation>
    </message>
    <message>
        <source>“{name}” is a GGUF file of {found}, which cannot be read. Get the same model in a newer file.</source>
        <translation>“{name}”是 {found} 的 GGUF 文件，无法读取。请获取该模型较新的文件。</translation>
    </message>
    <message>
        <source>“{name}” is a device or a pipe, not a file. Choose an ordinary file.</source>
        <translation>“{name}”是设备或管道，不是文件。请选择普通文件。</translation>
    </message>
    <message>
        <source>“{name}” is a folder. Choose the files inside it.</source>
        <translation>“{name}”是文件夹。请选择其中的文件。</translation>
    </message>
    <message>
        <source>“{name}” is a link. Choose the file it points to: {target}</source>
        <translation>“{name}”是链接。请选择它指向的文件：{target}</translation>
    </message>
    <message>
        <source>“{name}” is a model of the kind “{architecture}”, which this version cannot run.</source>
        <translation>“{name}”是“{architecture}”类模型，本版本无法运行。</translation>
    </message>
    <message>
        <source>“{name}” is damaged: {detail} Open it in its own program and save it again.</source>
        <translation>“{name}”已损坏：{detail} 请用原来的程序打开并重新保存。</translation>
    </message>
    <message>
        <source>“{name}” is empty (0 bytes). There is nothing to read in it.</source>
        <translation>“{name}”是空文件（0 字节），没有可读的内容。</translation>
    </message>
    <message>
        <source>“{name}” is not a GGUF model file ({detail}). Choose a file that ends in .gguf.</source>
        <translation>“{name}”不是 GGUF 模型文件（{detail}）。请选择以 .gguf 结尾的文件。</translation>
    </message>
    <message>
        <source>“{name}” is not a bundle of models that can be used: {detail}. Make it again on the other computer.</source>
        <translation>“{name}”不是可用的模型包：{detail}。请在另一台电脑上重新制作。</translation>
    </message>
    <message>
        <source>“{name}” is not a complete GGUF model: {field}: {detail} Download it again.</source>
        <translation>“{name}”不是完整的 GGUF 模型：{field}：{detail} 请重新下载。</translation>
    </message>
    <message>
        <source>“{name}” is not there any more. Choose the file again.</source>
        <translation>“{name}”已不在原处。请重新选择文件。</translation>
    </message>
    <message>
        <source>“{name}” is not what its publisher released: the checksum differs. Delete it and download it again.</source>
        <translation>“{name}”与发布者发布的不一致：校验和不同。请删除后重新下载。</translation>
    </message>
    <message>
        <source>“{name}” is of a kind that cannot be read ({kind}). {remedy}</source>
        <translation>“{name}”属于无法读取的类型（{kind}）。{remedy}</translation>
    </message>
    <message>
        <source>“{name}” is protected by a password. Remove the password and try again.</source>
        <translation>“{name}”有密码保护。请去除密码后重试。</translation>
    </message>
    <message>
        <source>“{name}” is under the licence “{licence}”, which has to be accepted first: add --accept-licence.</source>
        <translation>“{name}”采用“{licence}”许可协议，须先接受：请加上 --accept-licence。</translation>
    </message>
    <message>
        <source>“{name}” needs more than {limit} of memory to read and was given up. Split it and try the parts.</source>
        <translation>读取“{name}”需要超过 {limit} 的内存，已放弃。请拆分后分别尝试。</translation>
    </message>
    <message>
        <source>“{name}” needs {needed} of memory and {free} is free. Choose a smaller model or a shorter context.</source>
        <translation>“{name}”需要 {needed} 内存，目前剩余 {free}。请选择更小的模型或更短的上下文。</translation>
    </message>
    <message>
        <source>“{name}” took longer than {seconds} seconds to read and was given up.</source>
        <translation>读取“{name}”超过 {seconds} 秒，已放弃。</translation>
    </message>
    <message>
        <source>“{name}” unpacks to far more than a document should ({detail}) and was not read.</source>
        <translation>“{name}”解压后远超正常文档的大小（{detail}），未读取。</translation>
    </message>
    <message>
        <source>“{name}” was changed since it was summarised. Summarise it anew.</source>
        <translation>“{name}”在总结之后被改动过。请重新总结。</translation>
    </message>
</context>
<context>
    <name>words</name>
    <message numerus="yes">
        <source>about %n s</source>
        <translation>
            <numerusform>约 %n 秒</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>about %n min</source>
        <translation>
            <numerusform>约 %n 分钟</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1, about %n word(s) a second</source>
        <translation>
            <numerusform>%1，每秒约 %n 个英文单词</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>about %n h</source>
        <translation>
            <numerusform>约 %n 小时</numerusform>
        </translation>
    </message>
</context>
</TS>
