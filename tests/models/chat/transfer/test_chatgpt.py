from __future__ import annotations

from models.chat.transfer.importing import chats_in
from models.store.message import Role


def node(name, parent, role=None, content=None, at=None, **more):
    message = None
    if role:
        content = {"content_type": "text", "parts": [content]} if isinstance(content, str) else content
        author = {"role": role, "name": more.pop("author", None), "metadata": {}}
        message = {"id": name, "author": author, "create_time": at, "update_time": None, "content": content,
                   "status": "finished_successfully", "end_turn": True, "weight": 1.0, "recipient": "all",
                   "metadata": more, "channel": None}  # fmt: skip
    return name, {"id": name, "message": message, "parent": parent, "children": []}


def chat(*nodes, **more):
    mapping = dict(nodes)
    for name, each in mapping.items():
        if each["parent"] in mapping:
            mapping[each["parent"]]["children"].append(name)
    return {
        "title": "Ponies", "create_time": 1709654400.25, "update_time": 1709658000.5, "mapping": mapping,
        "moderation_results": [], "current_node": nodes[-1][0], "conversation_id": "8f3a", "is_archived": False,
        "default_model_slug": "gpt-4o", "id": "8f3a",
    } | more  # fmt: skip


ROOT = node("client-created-root", None)
SYSTEM = node("s", "client-created-root", "system", "", is_visually_hidden_from_conversation=True)


def only(path):
    program, [found] = chats_in(path)
    assert program == "ChatGPT"
    return found


def test_an_edit_and_a_second_answer_are_branches(file):
    found = only(file([chat(
        ROOT, SYSTEM,
        node("a", "s", "user", "How high?", 1709654401.5), node("b", "a", "assistant", "130 cm", 1709654402),
        node("c", "s", "user", "How high are they?", 1709654500), node("d", "c", "assistant", "148 cm", 1709654501),
        node("e", "c", "assistant", "14 hands", 1709654502, model_slug="gpt-4o"),
        current_node="d",
    )]))  # fmt: skip

    assert found.title == "Ponies"
    assert (found.created_ms, found.updated_ms) == (1709654400250, 1709658000500)
    assert [(each.parent, each.role, each.text) for each in found.messages] == [
        (None, Role.USER, "How high?"), (0, Role.ASSISTANT, "130 cm"),
        (None, Role.USER, "How high are they?"), (2, Role.ASSISTANT, "148 cm"), (2, Role.ASSISTANT, "14 hands"),
    ]  # fmt: skip
    assert found.leaf == 3
    assert found.messages[0].created_ms == 1709654401500
    assert found.messages[4].receipt == {"model": "gpt-4o"}


def test_instructions_become_the_system_prompt(file):
    about = {"content_type": "user_editable_context", "user_profile": "I ride.", "user_instructions": "Be short."}
    found = only(file([chat(ROOT, SYSTEM, node("u", "s", "user", about), node("a", "u", "user", "Hi", 1.0))]))

    assert found.system_prompt == "I ride.\n\nBe short."
    assert [each.text for each in found.messages] == ["Hi"]


def test_thoughts_become_the_reasoning_of_their_answer_in_any_order_of_the_file(file):
    thoughts = {"content_type": "thoughts", "thoughts": [{"summary": "Counting", "content": "One, two.", "chunks": []}]}
    recap = {"content_type": "reasoning_recap", "content": "Thought for 5s"}
    nodes = [ROOT, node("a", ROOT[0], "user", "Hi", 1.0), node("z", "a", "assistant", thoughts, 2.0),
             node("y", "z", "assistant", recap, 2.0), node("b", "y", "assistant", "2", 3.0)]  # fmt: skip
    for order in (nodes, nodes[::-1]):
        found = only(file([chat(*order, current_node="b")]))

        assert [(each.text, each.reasoning) for each in found.messages] == [
            ("Hi", ""), ("2", "Counting\n\nOne, two.\n\nThought for 5s"),
        ]  # fmt: skip


def test_what_is_no_text_stays_as_a_note(file):
    picture = {"content_type": "image_asset_pointer", "asset_pointer": "sediment://file_00", "width": 2, "height": 3}
    voice = {"content_type": "audio_transcription", "text": "spoken", "direction": "in"}
    mixed = {"content_type": "multimodal_text", "parts": [picture, voice, "Describe", {"content_type": "hologram"}]}
    code = {"content_type": "code", "language": "python", "text": "print(1)", "response_format_name": None}
    output = {"content_type": "execution_output", "text": "1"}
    quote = {"content_type": "tether_quote", "url": "u", "domain": "d", "text": "said", "title": "T"}
    strange = {"content_type": "app_pairing", "text": "x"}
    found = only(file([chat(
        ROOT, node("a", ROOT[0], "user", mixed, 1.0, attachments=[{"name": "a.pdf", "id": "f"}]),
        node("b", "a", "assistant", code, 2.0), node("c", "b", "tool", output, 3.0, author="python"),
        node("d", "c", "tool", quote, 4.0), node("e", "d", "assistant", strange, 5.0),
    )]))  # fmt: skip

    texts = [each.text for each in found.messages]
    assert texts[0] == (
        '[file: a.pdf]\n\n[image: sediment://file_00]\n\nspoken\n\nDescribe\n\n[hologram: {"content_type":"hologram"}]'
    )
    assert texts[1] == "```python\nprint(1)\n```"
    assert texts[2] == "[tool python:\n```\n1\n```]"
    assert texts[3] == "[tool:\n[quote: T]\n\nsaid]"
    assert texts[4] == "[app_pairing]\n\nx"


def test_every_node_of_a_tangled_file_is_kept_once(file):
    """A parent that is missing, a ring, a node that is its own parent, a time that is none."""
    found = only(file([chat(
        node("a", "gone", "user", "A", 1.0), node("b", "c", "user", "B", 2.0), node("c", "b", "user", "C", 3.0),
        node("d", "d", "user", "D", "soon"), node("e", "a", "assistant", "E", float("1e300")),
    )]))  # fmt: skip

    assert sorted(each.text for each in found.messages) == ["A", "B", "C", "D", "E"]
    assert all(each.parent is None or each.parent < place for place, each in enumerate(found.messages))


def test_half_an_emoji_is_replaced_and_the_rest_kept(file):
    whole = file([chat(ROOT, node("a", ROOT[0], "user", "x", 1.0))]).read_bytes()

    assert only(file(whole.replace(b'"x"', b'"a\\ud83d b"'))).messages[0].text == "a\ufffd b"


def test_a_chain_as_long_as_the_limit_allows_is_read_without_recursion(file):
    thought = {"content_type": "thoughts", "thoughts": [{"content": "t"}]}
    nodes = [node(f"n{i}", f"n{i - 1}" if i else None, "assistant", thought, float(i)) for i in range(20_000)]
    found = only(file([chat(*nodes)]))

    assert len(found.messages) == 1
    assert found.messages[0].reasoning.count("t") == 20_000
