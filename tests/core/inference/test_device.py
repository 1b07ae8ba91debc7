"""What is computed on, by what the machine has."""

from core.inference.device import Device, choose_device, this_device

NOTHING = {"cuda": False, "bf16": False, "mps": False, "bitsandbytes": False}


def chosen(**has: bool) -> Device:
    return choose_device(**NOTHING | has)


def test_without_a_gpu_everything_is_fp32_on_the_cpu() -> None:
    assert chosen() == chosen(bitsandbytes=True) == Device("cpu", "fp32", four_bit=False)
    assert chosen().trained_on is None


def test_cuda_comes_first_and_bf16_only_where_it_has_it() -> None:
    assert chosen(cuda=True, bf16=True, mps=True) == Device("cuda", "bf16", four_bit=False)
    assert chosen(cuda=True) == Device("cuda", "fp32", four_bit=False)
    assert chosen(mps=True, bitsandbytes=True) == Device("mps", "fp16", four_bit=False)


def test_training_in_4_bits_needs_cuda_and_the_package_and_is_said() -> None:
    four = chosen(cuda=True, bf16=True, bitsandbytes=True)
    assert four.four_bit
    assert four.trained_on == "cuda, base model in 4 bits (NF4)"
    assert chosen(cuda=True, bf16=True).trained_on == "cuda, base model in fp32"


def test_this_machine_is_asked_without_an_error() -> None:
    assert this_device().kind in ("cpu", "cuda", "mps")
