import threading

import pytest
import time_machine
from django.db import connection

from tekojentori.rate_limit import Limit, TooMany, network_of, visitor_address


@pytest.mark.parametrize(
    ("remote", "forwarded", "proxies", "address"),
    [
        ("192.0.2.9", "", 0, "192.0.2.9"),
        ("192.0.2.9", "198.51.100.1", 0, "192.0.2.9"),
        ("192.0.2.9", "198.51.100.1", 1, "198.51.100.1"),
        ("192.0.2.9", "203.0.113.7, 198.51.100.1", 1, "198.51.100.1"),
        ("192.0.2.9", "203.0.113.7, 198.51.100.1", 2, "203.0.113.7"),
        ("192.0.2.9", "198.51.100.1", 2, "198.51.100.1"),
        ("192.0.2.9", "", 2, "192.0.2.9"),
        ("192.0.2.9", "203.0.113.7, unknown", 1, "192.0.2.9"),
        ("192.0.2.9", "198.51.100.1:5000", 1, "198.51.100.1"),
        ("192.0.2.9", "[2001:db8::1]:5000", 1, "2001:db8::1"),
        ("", "2001:0DB8::0001", 1, "2001:db8::1"),
        ("", "", 0, ""),
    ],
)
def test_visitor_address_believes_only_our_own_proxies(remote, forwarded, proxies, address):
    assert visitor_address(remote, forwarded, proxies) == address


@pytest.mark.parametrize(
    ("address", "network"),
    [("192.0.2.9", "192.0.2.9"), ("2001:db8::1:2:3:4", "2001:db8::/64"), ("fe80::1%eth0", "fe80::/64"), ("", "")],
)
def test_network_of_ipv6_is_the_customers_whole_network(address, network):
    assert network_of(address) == network


@pytest.mark.django_db
def test_limit_frees_a_try_when_its_time_is_up():
    limit = Limit("koe", tries=2, seconds=60)

    with time_machine.travel("2026-11-24T10:00:00Z", tick=False) as clock:
        limit.take("a")
        clock.shift(20)
        limit.take("a")
        with pytest.raises(TooMany) as refusal:
            limit.take("a")
        assert refusal.value.wait == 40
        limit.take("b")
        clock.shift(39)
        with pytest.raises(TooMany):
            limit.take("a")
        clock.shift(2)
        assert limit.take("a")


@pytest.mark.django_db(transaction=True)
def test_limit_holds_when_tries_come_at_once():
    limit, barrier, results = Limit("koe", tries=3, seconds=60), threading.Barrier(8), []

    def contend():
        barrier.wait()
        try:
            results.append(limit.take("a"))
        except TooMany:
            results.append(None)
        finally:
            connection.close()

    threads = [threading.Thread(target=contend) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    given = [slot for slot in results if slot]
    assert (len(results), len(given), len(set(given))) == (8, 3, 3)
