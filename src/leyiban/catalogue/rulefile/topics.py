"""主题分类: the topic classes under which portals list items for persons and for enterprises [practice]."""

from leyiban.catalogue.vocabulary import CodeTable


class PersonTopic(CodeTable):
    """Topics of natural persons (``user_topic_type``)."""

    BIRTH = "birth", "001", "生育收养", "Birth and adoption"
    HOUSEHOLD = "household", "002", "户籍办理", "Household register"
    EDUCATION = "education", "003", "教育科研", "Education"
    MILITARY = "military", "004", "入伍服役", "Military service"
    WORK = "work", "005", "就业创业", "Work and starting a business"
    BUSINESS = "business", "006", "设立变更", "Setting up and changing a business"
    PERMIT = "permit", "007", "准营准办", "Permission to operate"
    MARRIAGE = "marriage", "008", "婚姻登记", "Marriage"
    MEDICAL = "medical", "009", "医疗卫生", "Health"
    SOCIAL_INSURANCE = "social_insurance", "010", "社会保障", "Social insurance"
    AID = "aid", "011", "社会救助", "Social aid"
    HOUSING = "housing", "012", "住房保障", "Housing"
    TRAFFIC = "traffic", "013", "交通出行", "Traffic"
    TRAVEL = "travel", "014", "出境入境", "Travel abroad"
    QUALIFICATION = "qualification", "015", "职业资格", "Professional qualification"
    DISABILITY = "disability", "016", "优待抚恤", "Preferential treatment and disability"
    RETIREMENT = "retirement", "017", "离职退休", "Leaving work and retirement"
    DEATH = "death", "018", "死亡殡葬", "Death and burial"
    CERTIFICATES = "certificates", "019", "证件办理", "Papers and cards"


class EnterpriseTopic(CodeTable):
    """Topics of organisations (``corp_topic_type``)."""

    SETTING_UP = "setting_up", "101", "设立变更", "Setting up and changing"
    PERMIT = "permit", "102", "准营准办", "Permission to operate"
    QUALIFICATION = "qualification", "103", "资质认证", "Qualification"
    INVESTMENT = "investment", "104", "投资审批", "Investment"
    CONSTRUCTION = "construction", "105", "工程建设", "Construction"
    TRAFFIC = "traffic", "106", "交通运输", "Transport"
    STAFF = "staff", "107", "人力资源", "Staff"
    SOCIAL_INSURANCE = "social_insurance", "108", "社会保障", "Social insurance"
    TAX = "tax", "109", "税收财务", "Tax and finance"
    CULTURE = "culture", "110", "文体教育", "Culture, sports and education"
    HEALTH = "health", "111", "医疗卫生", "Health"
    ENVIRONMENT = "environment", "112", "环保绿化", "Environment and greenery"
    CITY_APPEARANCE = "city_appearance", "113", "市政市容", "City appearance"
    ASSOCIATIONS = "associations", "114", "社团民政", "Associations and civil affairs"
    CLOSING = "closing", "115", "注销清算", "Closing"
