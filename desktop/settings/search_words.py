"""What people call a setting when they look for it, in either language, and what they may have meant."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable

# By a field's key, or by the name of what else is on the page. Both languages: who reads Chinese types "GPU", too.
OTHER_WORDS = {
    "language": "language chinese english translate interface ui locale 语言 中文 英文 界面 汉化",
    "theme": "dark light night mode theme colour color appearance 深色 浅色 暗色 夜间 黑色 主题 颜色 外观",
    "zoom": "zoom font size text bigger larger smaller scale scaling dpi 字体 字号 大小 缩放 放大 缩小 比例",
    "motion": "animation animations motion reduce blink caret 动画 动态 动效 减少 闪烁 光标",
    "system_prompt": "system prompt persona role instruction 系统提示词 提示词 角色 人设 指令",
    "titles": "title name rename chat 标题 名称 命名",
    "load.n_ctx": "context length window memory tokens n_ctx 上下文 长度 窗口 内存 记忆",
    "load.n_gpu_layers": "gpu graphics card vram cuda nvidia offload layers 显卡 显存 层 加速 图形",
    "load.n_threads": "cpu processor threads cores 处理器 线程 核心",
    "load.n_seq_max": "parallel slots batch speed files 并行 同时 并发 速度",
    "load.type_k": "kv cache quantisation quantization memory vram 缓存 量化 显存 内存",
    "sampling.temperature": "temperature creative random sampling 温度 随机 创意 采样",
    "sampling.top_p": "top_p top-p nucleus sampling 核采样 采样",
    "sampling.top_k": "top_k top-k sampling 采样",
    "sampling.min_p": "min_p min-p sampling 采样",
    "sampling.repeat_penalty": "repeat repetition penalty 重复 惩罚",
    "sampling.repeat_last_n": "repeat repetition penalty 重复 惩罚",
    "sampling.frequency_penalty": "repeat repetition frequency penalty 频率 重复 惩罚",
    "sampling.presence_penalty": "repeat repetition presence penalty 存在 重复 惩罚",
    "sampling.max_tokens": "max tokens answer length limit 回答 长度 上限",
    "sampling.seed": "seed random reproducible 种子 随机 复现",
    "model_folders": "models folder directory path disk storage gguf lm studio 模型 文件夹 目录 路径 磁盘 存储",
    "answer_cache": "cache answers remember 缓存 回答",
    "kept_days": "history trash delete deleted keep days 历史 删除 回收站 保留 天数",
    "notify": "notification notifications tray sound 通知 提醒 托盘 提示",
    "when_closed": "close tray background quit exit minimise minimize 关闭 托盘 后台 退出 最小化",
    "offline": "offline network internet privacy update 离线 网络 联网 断网 隐私 更新",
    "mirror": "mirror download server hugging face hf-mirror url 镜像 下载 服务器 源",
    "proxy": "proxy socks http vpn network 代理 网络",
    "ca_bundle": "certificate ca tls ssl company 证书 公司",
    "account": "token api key account login hugging face licence gated 令牌 密钥 账号 登录 接口",
    "graphics": "gpu graphics card vram cuda nvidia driver 显卡 显存 驱动",
    "about": "about version build licence license open source 关于 版本 许可 许可证 开源",
    "forget": "cache answers delete forget privacy 缓存 删除 清除 隐私",
    "performance": "performance speed benchmark fast slow tokens 性能 速度 基准 测试 快慢",
    "privacy": "privacy network telemetry data tracking security ledger 隐私 遥测 数据 安全 网络",
    "shortcuts": "shortcuts hotkeys keyboard keys keybindings 快捷键 键盘 按键 热键",
}
MOST = 4  # offers: more are not read
ALIKE = 0.72  # of difflib's ratio, 0 to 1: one letter too many or two swapped in a word of five
ALIKE_CHINESE = 0.5  # one of two characters
_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
_CHINESE = re.compile(r"[\u4e00-\u9fff]")


def meant(asked: str, texts: Iterable[str]) -> list[str]:
    """Words that are in `texts` and that `asked`, which found nothing, may have meant; the likeliest first.

    All in lower case. First what was asked for in part: its single words, and Chinese words within it; then words that
    are written almost like it.
    """
    known = sorted({word for text in texts for word in _WORD.findall(text) if len(word) > 1})
    words = asked.split()
    found = [word for word in words if len(words) > 1 and any(word in each for each in known)]
    found += [each for each in known if _CHINESE.search(each) and each in asked and each != asked]
    for word in (asked, *words):
        cutoff = ALIKE_CHINESE if _CHINESE.search(word) else ALIKE
        found += difflib.get_close_matches(word, known, n=MOST, cutoff=cutoff)
    return list(dict.fromkeys(found))[:MOST]
