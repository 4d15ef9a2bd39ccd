"""Why is a folder not what is served, beyond what its files say themselves?"""

from __future__ import annotations

from pathlib import Path

from geo.errors import Fault
from geo.language.bilingual import Bilingual


def unreadable(error: OSError) -> Fault:
    """Return the fault of a file that cannot be read; its folder is the server's own affair."""
    name = Path(str(error.filename or "")).name
    said = Bilingual("文件无法读取", f"cannot be read ({error.strerror})")
    remedy = Bilingual("请检查文件和权限", "Check the file and its permissions")
    return Fault("E_READ", name, None, said, remedy)


def gone() -> Fault:
    """Return the fault of a folder that is no longer there."""
    said = Bilingual("文件夹已删除或改名", "the folder was removed or renamed")
    remedy = Bilingual(
        "放回原处；若要撤下，请运行 python -m geo withdraw",
        "Put it back, or take its data down by python -m geo withdraw",
    )
    return Fault("E_GONE", "", None, said, remedy)


def unexpected(error_id: str) -> Fault:
    """Return the fault of a package that our code could not judge."""
    said = Bilingual(
        f"检查时出错，日志编号 {error_id}", f"could not be checked; the log has it under {error_id}"
    )
    remedy = Bilingual("请把这个编号告诉开发者", "Tell the developers this number")
    return Fault("E_INTERNAL", "", None, said, remedy)


def no_package() -> Fault:
    """Return the fault of a folder without any package."""
    said = Bilingual("没有任何数据包", "there is no package")
    remedy = Bilingual(
        "放入含 datapackage.json 的文件夹，文件夹名用小写字母、数字和连字符",
        "Put in a folder with a datapackage.json, named in lower case with hyphens",
    )
    return Fault("E_NO_PACKAGE", "data", None, said, remedy)
