//! What nobody types: greetings of shops, notices of bots, answers by template.

pub(super) const MESSAGES: &[&str] = &[
    "您好，欢迎光临!客服正在赶来,请先描述一下您的问题,我们会尽快为您处理。",
    "【系统通知】您的订单已发货,请注意查收。如有疑问请联系在线客服,服务时间 9:00-21:00。",
    "抱歉让您久等了,当前咨询人数较多,您前面还有几位顾客,请耐心等待。",
    "感谢您的咨询,请对本次服务进行评价:\n1. 非常满意\n2. 满意\n3. 一般\n4. 不满意",
    "[自动回复]我现在不方便,晚点给你回电话。",
    "Thank you for contacting us! An agent will be with you shortly. Our hours are 9am-6pm.",
    "欢迎 新成员 加入本群,请先阅读群公告,修改群名片为“地区+姓名”,禁止发广告。",
    "<p>您的验证已通过,<a href=\"https://h5.example.com/help?id=3&from=im\">点击查看</a>使用说明。</p>",
    "温馨提示:请勿向任何人透露您的密码和短信验证码,谨防诈骗,平台不会以任何理由要求您转账。",
    "对方撤回了一条消息",
    "通话时长 03:27",
    "您的预约已成功:\n门店:中心广场店\n项目:基础保养\n请提前十分钟到店,迟到十五分钟将自动取消。",
    "{\"cmd\":\"notice\",\"title\":\"活动提醒\",\"url\":\"https:\\/\\/h5.example.com\\/act\\/77\"}",
    "🎁🎁🎁 会员日福利!全场满 200 减 30,满 500 减 100,优惠券可叠加使用,数量有限先到先得 👉 https://m.example.com/vip",
    "This message was sent from a newer version. Please upgrade the app to view its content.",
    "老师好,今天的作业已经提交,请查收。",
    "退款申请已受理,款项将在 1-3 个工作日内原路退回,请留意账户变动。",
];
