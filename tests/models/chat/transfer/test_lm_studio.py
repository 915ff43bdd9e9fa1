from __future__ import annotations

from models.chat.transfer.importing import chats_in
from models.store.message import Role


def text(words):
    return {"type": "text", "text": words}


def user(*parts):
    return {"type": "singleStep", "role": "user", "content": list(parts)}


def answer(*steps):
    return {"type": "multiStep", "role": "assistant", "senderInfo": {"senderName": "qwen"}, "steps": list(steps)}


def block(words, **more):
    step = {"type": "contentBlock", "stepIdentifier": "1-1", "content": [text(words)], "shouldIncludeInContext": True}
    return step | more


def slot(*versions, selected=0):
    return {"versions": list(versions), "currentlySelected": selected}


def chat(*messages, **more):
    return {"name": "Ponies", "pinned": True, "createdAt": 1730000000123, "preset": "", "tokenCount": 7,
            "systemPrompt": "", "messages": list(messages), "usePerChatPredictionConfig": True,
            "perChatPredictionConfig": {"fields": [{"key": "llm.prediction.systemPrompt", "value": "Be kind."}]},
            "clientInput": "", "lastUsedModel": {"identifier": "qwen2.5-7b"}, "notes": []} | more  # fmt: skip


THINKING = {"type": "thinking", "ended": True, "title": "Thought for 2 seconds"}


def test_versions_are_branches_and_the_selected_one_goes_on(file):
    document = chat(
        slot(user(text("How high?")), user(text("How high are they?")), selected=1),
        slot(answer(block("148 cm")), answer(block("14 hands")), selected=0), slot(user(text("Thanks"))),
        userLastMessagedAt=1730000005000,
    )  # fmt: skip
    program, [found] = chats_in(file(document))

    assert program == "LM Studio"
    assert (found.title, found.pinned, found.system_prompt) == ("Ponies", True, "Be kind.")
    assert (found.created_ms, found.updated_ms) == (1730000000123, 1730000005000)
    assert [(each.parent, each.role, each.text) for each in found.messages] == [
        (None, Role.USER, "How high?"), (None, Role.USER, "How high are they?"),
        (1, Role.ASSISTANT, "148 cm"), (1, Role.ASSISTANT, "14 hands"), (2, Role.USER, "Thanks"),
    ]  # fmt: skip
    assert found.leaf == 4


def test_steps_are_one_answer_with_its_reasoning_and_model(file):
    made = {"indexedModelIdentifier": "org/qwen.gguf", "identifier": "qwen", "stats": {"tokensPerSecond": 5.0}}
    steps = answer(
        block("Hmm.", style=THINKING), block("148 cm", genInfo=made), {"type": "debugInfoBlock", "debugInfo": "d"}
    )
    _, [found] = chats_in(file(chat(slot(user(text("?"))), slot(steps))))

    assert (found.messages[1].text, found.messages[1].reasoning) == ("148 cm", "Hmm.")
    assert found.messages[1].receipt == {"model": "org/qwen.gguf"}


def test_files_citations_and_tools_stay_as_notes(file):
    asked = user({"type": "file", "fileIdentifier": "17 - a.png", "fileType": "image", "sizeBytes": 9}, text("See"))
    call = {"type": "toolCallRequest", "callId": 1, "name": "add", "parameters": {"a": "```"}}
    steps = answer({"type": "citationBlock", "citedText": "said", "source": {"fileName": "a.pdf"}},
                   {"type": "contentBlock", "content": [call]})  # fmt: skip
    _, [found] = chats_in(file(chat(slot(asked), slot(steps))))

    assert found.messages[0].text == "[image: 17 - a.png]\n\nSee"
    assert found.messages[1].text.startswith("[quote: a.pdf]\n\nsaid\n\n[toolCallRequest]\n\n````json\n{")
