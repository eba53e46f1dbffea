//! The people and groups of a simulated app, the same for all its hours.

use super::rng::Rng;

const USERS: u32 = 6_000;
const GROUPS: u32 = 400;
const CHATROOMS: u32 = 24;
const PAIRS: u32 = 9_000;

/// Someone who sends.
pub(crate) struct User {
    pub(crate) id: String,
    pub(crate) nickname: String,
    pub(crate) avatar: String,
}

/// Where messages go: two users who talk, or a group or room with some members.
#[derive(Clone, Copy)]
pub(crate) enum Conversation {
    Pair(u32, u32),
    Group(u32),
    Chatroom(u32),
}

pub(crate) struct Population {
    users: Vec<User>,
    groups: Vec<String>,
    chatrooms: Vec<String>,
    pairs: Vec<(u32, u32)>,
}

impl Population {
    pub(crate) fn new(seed: u64) -> Self {
        let rng = &mut Rng::keyed(seed, 0x7573_6572);
        let room = |rng: &mut Rng| {
            (100_000_000_000_000 + rng.next_u64() % 180_000_000_000_000).to_string()
        };
        Self {
            users: (0..USERS).map(|_| user(rng)).collect(),
            groups: (0..GROUPS).map(|_| room(rng)).collect(),
            chatrooms: (0..CHATROOMS).map(|_| room(rng)).collect(),
            pairs: (0..PAIRS).map(|_| pair(rng)).collect(),
        }
    }

    /// A conversation, busy ones more often.
    pub(crate) fn conversation(&self, rng: &mut Rng) -> Conversation {
        match rng.weighted(&[62, 34, 4]) {
            0 => {
                let (a, b) = self.pairs[rng.zipf(PAIRS) as usize];
                Conversation::Pair(a, b)
            }
            1 => Conversation::Group(rng.zipf(GROUPS)),
            _ => Conversation::Chatroom(rng.zipf(CHATROOMS)),
        }
    }

    /// Who sends the next message of a conversation, and to whom or what.
    pub(crate) fn speak(&self, conversation: Conversation, rng: &mut Rng) -> (&User, &str) {
        match conversation {
            Conversation::Pair(a, b) => {
                let (sender, recipient) = if rng.percent(55) { (a, b) } else { (b, a) };
                (&self.users[sender as usize], &self.users[recipient as usize].id)
            }
            Conversation::Group(group) => {
                (self.member(group, 60, rng), &self.groups[group as usize])
            }
            Conversation::Chatroom(room) => {
                (self.member(room, 900, rng), &self.chatrooms[room as usize])
            }
        }
    }

    fn member(&self, group: u32, size: u32, rng: &mut Rng) -> &User {
        let position = group * 37 + rng.zipf(size);
        &self.users[(position % USERS) as usize]
    }
}

fn pair(rng: &mut Rng) -> (u32, u32) {
    let sender = rng.below(USERS);
    let other = rng.below(USERS - 1);
    (sender, if other >= sender { other + 1 } else { other })
}

fn user(rng: &mut Rng) -> User {
    let name = [rng.pick(PINYIN), rng.pick(PINYIN)].concat();
    let number = rng.below(100_000);
    let id = match rng.weighted(&[35, 25, 22, 8, 10]) {
        0 => format!("{name}{}", number % 100),
        1 => format!("100{:08}", rng.below(100_000_000)),
        2 => format!("user_{number}"),
        3 => format!("{:016x}{:016x}", rng.next_u64(), rng.next_u64()),
        _ => format!("kefu.{}", number % 500),
    };
    let nickname = match rng.below(4) {
        0 => name,
        1 => [rng.pick(SURNAMES), rng.pick(GIVEN), rng.pick(GIVEN)].concat(),
        2 => [rng.pick(SURNAMES), rng.pick(GIVEN)].concat(),
        _ => ["小", rng.pick(GIVEN), "🌿"].concat(),
    };
    let avatar = format!("https://img.example.com/avatar/{id}/120x120.png");
    User { id, nickname, avatar }
}

const PINYIN: &[&str] = &[
    "wang", "li", "zhang", "liu", "chen", "yang", "zhao", "huang", "zhou", "wu", "xu", "sun", "hu",
    "zhu", "gao", "lin", "he", "guo", "ma", "luo", "xiao", "ming", "jun", "lei", "hua", "ping",
    "yan", "jing", "fei", "bo", "tao", "qiang", "mei", "lan", "dong", "ning", "an", "yu",
];

const SURNAMES: &[&str] = &[
    "王", "李", "张", "刘", "陈", "杨", "赵", "黄", "周", "吴", "徐", "孙", "胡", "朱", "高", "林",
    "何", "郭", "马", "罗", "欧阳", "司马",
];

const GIVEN: &[&str] = &[
    "明", "丽", "强", "静", "磊", "芳", "洋", "艳", "勇", "娜", "军", "敏", "杰", "婷", "涛", "雪",
    "超", "颖", "浩", "慧", "宇", "欣", "晨", "雨", "琪", "梓", "涵", "一", "诺", "轩", "𠮷", "喆",
];
